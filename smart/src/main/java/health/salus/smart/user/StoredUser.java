package health.salus.smart.user;

import java.util.Optional;

/** A user with the data for a login. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredUser(User user, String password, Optional<byte[]> sealedSecondFactor) {}
