package health.salus.smart.flow;

import health.salus.smart.grant.LaunchContext;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.session.BrowserSession;
import health.salus.smart.user.User;

/**
 * A waiting request whose user is known.
 *
 * @param offer the scopes that the user can give
 * @param launch context in which the EHR launched the app; empty for a standalone launch
 */
record FlowState(
    Pending pending,
    AuthorizationRequest request,
    BrowserSession session,
    User user,
    ScopeSet offer,
    LaunchContext launch) {}
