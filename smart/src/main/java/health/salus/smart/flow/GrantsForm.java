package health.salus.smart.flow;

import health.salus.smart.client.Client;
import health.salus.smart.client.Clients;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.Grants;
import health.salus.smart.page.Choice;
import health.salus.smart.page.Form;
import health.salus.smart.page.GrantsPage;
import health.salus.smart.page.Pages;
import health.salus.smart.user.PatientDirectory;
import health.salus.smart.user.User;
import health.salus.smart.user.Users;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /oauth/grants}: the user sees the apps with access and revokes it. */
final class GrantsForm {
  private final Grants grants;
  private final Clients clients;
  private final Users users;
  private final PatientDirectory patients;
  private final Pages pages;
  private final EventLog events;

  GrantsForm(
      Grants grants,
      Clients clients,
      Users users,
      PatientDirectory patients,
      Pages pages,
      EventLog events) {
    this.grants = grants;
    this.clients = clients;
    this.users = users;
    this.patients = patients;
    this.pages = pages;
    this.events = events;
  }

  void show(Visit visit) throws IOException {
    show(visit, null);
  }

  void revoke(Visit visit) throws IOException {
    Optional<User> user = user(visit);
    Optional<AuthorizationGrant> grant =
        visit
            .sent()
            .get("grant")
            .flatMap(grants::active)
            .filter(found -> found.username().equals(user.map(User::username)));
    grant.ifPresent(
        found -> {
          grants.revoke(found.id());
          events.record(
              SecurityEvent.success(
                  EventKind.REVOCATION,
                  Optional.of(found.clientId()),
                  found.username(),
                  "by the user"));
        });
    show(visit, grant.map(found -> name(found) + " has no access any more.").orElse(null));
  }

  private void show(Visit visit, @Nullable String notice) throws IOException {
    Optional<User> user = user(visit);
    if (user.isEmpty()) {
      visit.goTo("/oauth/login");
      return;
    }
    visit.show(
        pages.grants(
            new GrantsPage(
                new Form("/oauth/grants", visit.session().csrf(), ""),
                user.get().username(),
                grants.activeOf(user.get().username()).stream()
                    .map(grant -> row(user.get(), grant))
                    .toList(),
                notice)));
  }

  private Optional<User> user(Visit visit) {
    return visit.session().username().flatMap(users::find).filter(User::enabled);
  }

  private GrantsPage.Grant row(User user, AuthorizationGrant grant) {
    return new GrantsPage.Grant(
        grant.id(),
        name(grant),
        grant
            .context()
            .patient()
            .flatMap(id -> patients.patient(user, id))
            .map(Choice::label)
            .orElse(null),
        grant.scopes().texts(),
        grant.created(),
        grants.lastToken(grant.id()).orElse(null));
  }

  private String name(AuthorizationGrant grant) {
    return clients.find(grant.clientId()).map(Client::name).orElse(grant.clientId());
  }
}
