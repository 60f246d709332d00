"""What stands between a right password and being signed in."""

from __future__ import annotations

from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponse


class EmailConfirmationStage(EmailVerificationStage):
    """Asks for the code from the mail when the user has an address that was never confirmed."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Go on at once for users with a confirmed address, or none: they sign in by phone."""
        user = self.login.user
        if user is not None and (user.email_verified or not user.email):
            return None, True
        response: tuple[HttpResponse | None, bool] = super().handle()
        return response
