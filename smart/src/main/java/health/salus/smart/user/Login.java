package health.salus.smart.user;

import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import java.util.Locale;
import java.util.Optional;
import org.apache.shiro.authc.AuthenticationException;
import org.apache.shiro.authc.UsernamePasswordToken;
import org.apache.shiro.mgt.SecurityManager;

/**
 * Checks password and second factor, with protection against guessing: attempts are limited per
 * user and per address, few hashes run at once, and an unknown user takes the same time as a wrong
 * password. Thread-safe.
 */
public final class Login {
  private final SecurityManager security;
  private final Users users;
  private final SecondFactor secondFactor;
  private final AttemptLimits perUser;
  private final AttemptLimits perAddress;
  private final EventLog events;

  public Login(
      SecurityManager security,
      Users users,
      SecondFactor secondFactor,
      AttemptLimits perUser,
      AttemptLimits perAddress,
      EventLog events) {
    this.security = security;
    this.users = users;
    this.secondFactor = secondFactor;
    this.perUser = perUser;
    this.perAddress = perAddress;
    this.events = events;
  }

  public LoginResult attempt(LoginAttempt attempt) {
    String username = attempt.username().strip().toLowerCase(Locale.ROOT);
    if (!perAddress.allow(attempt.address()) || !perUser.allow(username)) {
      record(username, "too many attempts");
      return new LoginResult.Wait();
    }
    try {
      Optional<User> user = check(username, attempt);
      if (user.isEmpty()) {
        return new LoginResult.Refused();
      }
      perUser.giveBack(username);
      perAddress.giveBack(attempt.address());
      users.clearFailures(username);
      events.record(
          SecurityEvent.success(
              EventKind.LOGIN, Optional.empty(), Optional.of(username), "password"));
      return new LoginResult.LoggedIn(user.get());
    } catch (LoginBusyException e) {
      return new LoginResult.Wait();
    }
  }

  private Optional<User> check(String username, LoginAttempt attempt) {
    User user;
    try {
      user =
          security
              .authenticate(new UsernamePasswordToken(username, attempt.password()))
              .getPrincipals()
              .oneByType(User.class);
    } catch (AuthenticationException e) {
      users.countFailure(username);
      record(username, "name or password");
      return Optional.empty();
    }
    if (user.secondFactor() && !secondFactorFits(username, attempt.code())) {
      users.countFailure(username);
      record(username, "second factor");
      return Optional.empty();
    }
    return Optional.of(user);
  }

  private boolean secondFactorFits(String username, String code) {
    return users
        .stored(username)
        .flatMap(StoredUser::sealedSecondFactor)
        .map(secret -> secondFactor.accepts(username, secret, code.strip()))
        .orElse(false);
  }

  /**
   * Records a refused login. An unknown name may be a password in the wrong field, so it is not
   * recorded.
   */
  private void record(String username, String why) {
    Optional<String> known = users.find(username).map(User::username);
    events.record(SecurityEvent.refusal(EventKind.LOGIN, Optional.empty(), known, why));
  }
}
