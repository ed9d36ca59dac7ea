package health.salus.smart.page;

/**
 * Where a page's form is posted, and the hidden fields that go with it.
 *
 * @param action path that the form is posted to
 * @param csrf field {@code csrf}: the token of this browser session
 * @param flow field {@code flow}: id of the authorization request that the page belongs to; empty
 *     when it belongs to none
 */
public record Form(String action, String csrf, String flow) {}
