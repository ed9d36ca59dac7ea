package health.salus.smart.flow;

import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.page.Pages;
import java.io.IOException;
import java.util.Optional;

/** {@code /oauth/logout}: ends the session and the online access given in it. */
final class LogoutForm implements PageHandler {
  private final Pages pages;
  private final EventLog events;

  LogoutForm(Pages pages, EventLog events) {
    this.pages = pages;
    this.events = events;
  }

  @Override
  public void handle(Visit visit) throws IOException {
    visit.browser().end(visit.session(), visit.response());
    visit
        .session()
        .username()
        .ifPresent(
            name ->
                events.record(
                    SecurityEvent.success(
                        EventKind.LOGOUT, Optional.empty(), Optional.of(name), "by the user")));
    visit.show(pages.loggedOut());
  }
}
