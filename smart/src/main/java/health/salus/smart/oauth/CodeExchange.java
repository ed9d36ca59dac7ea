package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import health.salus.smart.client.Client;
import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.Codes;
import health.salus.smart.grant.Grants;
import health.salus.smart.seal.Secrets;
import health.salus.smart.token.TokenBinding;

/**
 * The grant type {@code authorization_code}. The code is consumed before anything else is checked.
 */
public final class CodeExchange implements GrantExchange {
  private final Codes codes;
  private final Grants grants;
  private final TokenResponses responses;

  public CodeExchange(Codes codes, Grants grants, TokenResponses responses) {
    this.codes = codes;
    this.grants = grants;
    this.responses = responses;
  }

  @Override
  public ObjectNode exchange(Client client, Parameters form, TokenBinding binding) {
    Codes.Terms terms = codes.redeem(form.required("code")).orElseThrow(CodeExchange::refused);
    AuthorizationGrant grant = grants.active(terms.grantId()).orElseThrow(CodeExchange::refused);
    if (!grant.clientId().equals(client.id())
        || !terms.redirectUrl().equals(form.required("redirect_uri"))
        || !fits(terms.challenge(), form.required("code_verifier"))) {
      grants.revoke(grant.id());
      throw refused();
    }
    return responses.answer(client, grant, grant.scopes(), binding, terms.nonce());
  }

  /** RFC 7636, S256. */
  static boolean fits(String challenge, String verifier) {
    try {
      CodeChallenge computed =
          CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier));
      return Secrets.same(computed.getValue(), challenge);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static OAuthException refused() {
    return new OAuthException(OAuthError.INVALID_GRANT, "the code is not valid for this request");
  }
}
