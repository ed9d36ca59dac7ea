package health.salus.smart.user;

import java.util.Optional;

/** A user as the login needs it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredUser(User user, String password, Optional<byte[]> sealedSecondFactor) {}
