package health.salus.server.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

/** Keys of a client, and one that is not its own but bears the same id. */
final class TestKeys {
  final RSAKey rsa;
  final ECKey ec;
  final RSAKey foreign;

  TestKeys() {
    try {
      rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
      ec = new ECKeyGenerator(Curve.P_384).keyID("ec-1").generate();
      foreign = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
