// Puts GraphiQL into its page; queries go to the page's own address, with the CSRF token of the session.
(function () {
  "use strict";
  var editor = document.getElementById("graphiql");
  var fetcher = window.GraphiQL.createFetcher({
    url: window.location.pathname,
    headers: { "X-CSRFToken": editor.dataset.csrfToken },
  });
  var page = window.React.createElement(window.GraphiQL, { fetcher: fetcher, isHeadersEditorEnabled: true });
  window.ReactDOM.render(page, editor);
})();
