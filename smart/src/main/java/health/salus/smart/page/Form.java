package health.salus.smart.page;

/**
 * The target of a page's form and its hidden fields.
 *
 * @param action path that the form is posted to
 * @param csrf field {@code csrf}: the token of this browser session
 * @param flow field {@code flow}: id of the authorization request that the page belongs to; empty
 *     when it belongs to none
 */
public record Form(String action, String csrf, String flow) {}
