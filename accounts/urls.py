"""Vietnamese addresses for allauth's views, under the names by which allauth finds them."""

from allauth.account import views as allauth_views
from django.urls import path

from accounts.views import ConfirmResetCodeView, account, shop_page, token_revoke, tokens

urlpatterns = [
    path("tai-khoan/", account, name="account"),
    path("tai-khoan/ma-truy-cap/", tokens, name="account_tokens"),
    path("tai-khoan/ma-truy-cap/<str:beginning>/thu-hoi/", token_revoke, name="account_token_revoke"),
    path("tai-khoan/dang-nhap/", shop_page(allauth_views.login), name="account_login"),
    path("tai-khoan/dang-ky/", shop_page(allauth_views.signup), name="account_signup"),
    path("tai-khoan/dang-xuat/", shop_page(allauth_views.logout), name="account_logout"),
    path("tai-khoan/ngung/", shop_page(allauth_views.account_inactive), name="account_inactive"),
    path("tai-khoan/xac-nhan/", shop_page(allauth_views.reauthenticate), name="account_reauthenticate"),
    path("tai-khoan/e-mail/", shop_page(allauth_views.email), name="account_email"),
    path(
        "tai-khoan/e-mail/ma/",
        shop_page(allauth_views.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("tai-khoan/dien-thoai/", shop_page(allauth_views.change_phone), name="account_change_phone"),
    path("tai-khoan/dien-thoai/ma/", shop_page(allauth_views.verify_phone), name="account_verify_phone"),
    path("tai-khoan/mat-khau/", shop_page(allauth_views.password_change), name="account_change_password"),
    path("tai-khoan/mat-khau/dat/", shop_page(allauth_views.password_set), name="account_set_password"),
    path("tai-khoan/mat-khau/quen/", shop_page(allauth_views.password_reset), name="account_reset_password"),
    path(
        "tai-khoan/mat-khau/quen/ma/",
        shop_page(ConfirmResetCodeView.as_view()),
        name="account_confirm_password_reset_code",
    ),
    path(
        "tai-khoan/mat-khau/quen/moi/",
        shop_page(allauth_views.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "tai-khoan/mat-khau/quen/xong/",
        shop_page(allauth_views.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
]
