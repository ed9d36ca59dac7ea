package health.salus.smart.server;

import com.github.benmanes.caffeine.cache.Ticker;
import health.salus.smart.client.AssertionLogin;
import health.salus.smart.client.ClientAssertions;
import health.salus.smart.client.ClientKeySets;
import health.salus.smart.client.ClientRealm;
import health.salus.smart.client.Clients;
import health.salus.smart.client.GuardedFetch;
import health.salus.smart.event.EventLog;
import health.salus.smart.oauth.Urls;
import health.salus.smart.provider.ExternalTokens;
import health.salus.smart.revocation.Revocations;
import health.salus.smart.revocation.Revoked;
import health.salus.smart.seal.Seal;
import health.salus.smart.seal.UsedIds;
import health.salus.smart.store.Transactions;
import health.salus.smart.token.AccessTokens;
import health.salus.smart.token.ShiroTokenVerifier;
import health.salus.smart.token.TokenCache;
import health.salus.smart.token.TokenRealm;
import health.salus.smart.token.TokenVerifier;
import health.salus.smart.user.PasswordHashing;
import health.salus.smart.user.SecondFactor;
import health.salus.smart.user.UserRealm;
import health.salus.smart.user.Users;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.shiro.mgt.DefaultSecurityManager;
import org.apache.shiro.mgt.DefaultSessionStorageEvaluator;
import org.apache.shiro.mgt.DefaultSubjectDAO;
import org.apache.shiro.realm.Realm;

/** Wires users, clients and tokens with one Shiro security manager. */
final class Identity {
  final Transactions transactions;
  final EventLog events;
  final Users users;
  final Clients clients;
  final SecondFactor secondFactor;
  final AssertionLogin assertions;
  final UsedIds usedIds;
  final AccessTokens accessTokens;
  final TokenCache tokens;
  final Revocations revocations;
  final DefaultSecurityManager security;

  Identity(
      SmartSettings settings,
      SmartSurroundings around,
      Seal seal,
      Urls urls,
      ExecutorService fetchers,
      Clock clock) {
    transactions = new Transactions(around.dataSource());
    events = new EventLog(transactions, clock);
    usedIds = new UsedIds(transactions);
    accessTokens = new AccessTokens(transactions, clock);
    security = stateless();
    tokens = new TokenCache(new ShiroTokenVerifier(security), clock, Ticker.systemTicker());
    revocations = new Revocations(transactions, tokens::forget);
    PasswordHashing passwords = new PasswordHashing();
    secondFactor = new SecondFactor(transactions, seal, clock);
    users =
        new Users(
            transactions,
            passwords,
            secondFactor,
            events,
            clock,
            name -> revocations.tell(new Revoked(Revoked.Kind.USER, name)));
    clients =
        new Clients(
            transactions,
            events,
            clock,
            id -> revocations.tell(new Revoked(Revoked.Kind.CLIENT, id)));
    ClientKeySets keySets =
        new ClientKeySets(new GuardedFetch(fetchers, settings.loopbackKeySets()), clock);
    assertions =
        new AssertionLogin(clients, new ClientAssertions(keySets), usedIds, urls::token, clock);
    List<Realm> realms =
        List.of(
            new TokenRealm(external(settings, urls, clock)),
            new UserRealm(users, passwords),
            new ClientRealm(clients, assertions));
    security.setRealms(realms);
  }

  /**
   * The token verifier. The external mode adds the provider's tokens; the own tokens are then those
   * of this machine's owner.
   */
  private TokenVerifier external(SmartSettings settings, Urls urls, Clock clock) {
    if (settings.mode() != SmartMode.EXTERNAL) {
      return accessTokens;
    }
    ExternalTokens provided = new ExternalTokens(settings.provider().orElseThrow(), urls, clock);
    return token -> accessTokens.verify(token).or(() -> provided.verify(token));
  }

  /** A security manager that creates no Shiro session and remembers no subject. */
  private static DefaultSecurityManager stateless() {
    DefaultSecurityManager security = new DefaultSecurityManager();
    DefaultSessionStorageEvaluator evaluator = new DefaultSessionStorageEvaluator();
    evaluator.setSessionStorageEnabled(false);
    DefaultSubjectDAO subjects = new DefaultSubjectDAO();
    subjects.setSessionStorageEvaluator(evaluator);
    security.setSubjectDAO(subjects);
    return security;
  }
}
