package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.salus.smart.client.AssertionLogin;
import health.salus.smart.client.Client;
import health.salus.smart.client.Clients;
import health.salus.smart.client.GrantType;
import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.Grants;
import health.salus.smart.grant.LaunchContext;
import health.salus.smart.grant.Refreshing;
import health.salus.smart.scope.ScopeContext;
import health.salus.smart.scope.ScopeException;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.scope.SupportedScopes;
import health.salus.smart.seal.Secrets;
import health.salus.smart.token.TokenBinding;
import health.salus.smart.user.PatientDirectory;
import health.salus.smart.user.Role;
import health.salus.smart.user.User;
import health.salus.smart.user.Users;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The JWT bearer grant of RFC 7523 section 2.1, for the administrator of this machine: a JWT signed
 * with the machine's own key names a user in {@code sub} and, for {@code patient/} scopes, a
 * patient in {@code patient}. The token is that user's, with the user's limits. It is not
 * advertised, and no client can register for it.
 */
public final class JwtBearerExchange implements GrantExchange {
  private final Clients clients;
  private final AssertionLogin assertions;
  private final Users users;
  private final PatientDirectory patients;
  private final Grants grants;
  private final TokenResponses responses;
  private final SupportedScopes supported;
  private final Clock clock;

  public JwtBearerExchange(
      Clients clients,
      AssertionLogin assertions,
      Users users,
      PatientDirectory patients,
      Grants grants,
      TokenResponses responses,
      SupportedScopes supported,
      Clock clock) {
    this.clients = clients;
    this.assertions = assertions;
    this.users = users;
    this.patients = patients;
    this.grants = grants;
    this.responses = responses;
    this.supported = supported;
    this.clock = clock;
  }

  /** The client that signed the assertion, which is its authentication. Consumes the assertion. */
  Client client(Parameters form) {
    SignedJWT jwt = parse(form);
    JWTClaimsSet claims = claims(jwt);
    return Optional.ofNullable(claims.getIssuer())
        .flatMap(clients::find)
        .filter(found -> found.enabled() && found.allows(GrantType.JWT_BEARER))
        .filter(found -> assertions.accepts(found, jwt, claims))
        .orElseThrow(JwtBearerExchange::refused);
  }

  @Override
  public ObjectNode exchange(Client client, Parameters form, TokenBinding binding) {
    JWTClaimsSet claims = claims(parse(form));
    User user =
        Optional.ofNullable(claims.getSubject())
            .flatMap(users::find)
            .filter(User::enabled)
            .orElseThrow(JwtBearerExchange::refused);
    Optional<String> patient = patient(user, claims);
    ScopeSet scopes = scopes(client, user, form.get("scope"), patient.isPresent());
    Instant now = clock.instant();
    AuthorizationGrant grant =
        new AuthorizationGrant(
            Secrets.id(),
            client.id(),
            Optional.of(user.username()),
            Optional.empty(),
            Refreshing.NONE,
            scopes,
            LaunchContext.NONE.withPatient(patient),
            now,
            now,
            responses.end(Refreshing.NONE));
    grants.create(grant);
    return responses.answer(client, grant, scopes, binding, Optional.empty());
  }

  private Optional<String> patient(User user, JWTClaimsSet claims) {
    Optional<String> named = Optional.ofNullable(claims.getClaim("patient")).map(Object::toString);
    if (named.isPresent()) {
      return Optional.of(
          named
              .flatMap(id -> patients.patient(user, id))
              .orElseThrow(JwtBearerExchange::refused)
              .id());
    }
    if (user.is(Role.PATIENT) || user.is(Role.PARENT)) {
      return patients.patients(user, "", 1).stream().findFirst().map(choice -> choice.id());
    }
    return Optional.empty();
  }

  /**
   * The scopes of the token: by default all scopes of the user; {@code patient/} only with a
   * patient.
   */
  private ScopeSet scopes(Client client, User user, Optional<String> asked, boolean hasPatient) {
    try {
      ScopeSet wanted =
          asked
              .map(ScopeSet::parse)
              .orElseGet(() -> new ScopeSet(java.util.Set.of(), Role.scopes(user.roles())));
      ScopeSet allowed =
          new ScopeSet(java.util.Set.of(), supported.in(wanted).clinical())
              .keepClinical(scope -> hasPatient || scope.context() != ScopeContext.PATIENT)
              .limitedTo(Role.scopes(user.roles()))
              .limitedTo(List.copyOf(client.allowedScopes().clinical()));
      if (!allowed.isEmpty()) {
        return allowed;
      }
    } catch (ScopeException e) {
      throw new OAuthException(OAuthError.INVALID_SCOPE, String.valueOf(e.getMessage()));
    }
    throw new OAuthException(OAuthError.INVALID_SCOPE, "none of these scopes is allowed");
  }

  private static SignedJWT parse(Parameters form) {
    try {
      return SignedJWT.parse(form.required("assertion"));
    } catch (ParseException e) {
      throw refused();
    }
  }

  private static JWTClaimsSet claims(SignedJWT jwt) {
    return AssertionLogin.claims(jwt).orElseThrow(JwtBearerExchange::refused);
  }

  private static OAuthException refused() {
    return new OAuthException(OAuthError.INVALID_GRANT, "the assertion is not valid");
  }
}
