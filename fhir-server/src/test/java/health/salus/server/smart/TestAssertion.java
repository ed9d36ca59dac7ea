package health.salus.server.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** A client assertion, good unless a field is spoilt. A null leaves the claim out. */
final class TestAssertion {
  JWK key;
  String keyId;
  JWSAlgorithm algorithm;
  String issuer;
  String subject;
  List<String> audience;
  Duration expiresIn = Duration.ofMinutes(4);
  Duration notBeforeIn;
  Duration issuedIn = Duration.ZERO;
  String id = UUID.randomUUID().toString();
  String keySetUrl;
  boolean embedKey;
  boolean truncate;

  TestAssertion(JWK key, String clientId) {
    this.key = key;
    this.keyId = key.getKeyID();
    this.algorithm = key instanceof RSAKey ? JWSAlgorithm.RS384 : JWSAlgorithm.ES384;
    this.issuer = clientId;
    this.subject = clientId;
  }

  String sign(String tokenUrl) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(subject)
            .audience(audience == null ? List.of(tokenUrl) : audience)
            .jwtID(id)
            .expirationTime(at(expiresIn))
            .notBeforeTime(at(notBeforeIn))
            .issueTime(at(issuedIn));
    if (algorithm == null) {
      return new PlainJWT(claims.build()).serialize();
    }
    try {
      JWSHeader.Builder header =
          new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(keyId);
      if (keySetUrl != null) {
        header.jwkURL(URI.create(keySetUrl));
      }
      if (embedKey) {
        header.jwk(key.toPublicJWK());
      }
      SignedJWT jwt = new SignedJWT(header.build(), claims.build());
      jwt.sign(signer());
      String text = jwt.serialize();
      return truncate ? text.substring(0, text.length() - 10) : text;
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private JWSSigner signer() throws JOSEException {
    if (JWSAlgorithm.HS384.equals(algorithm)) {
      return new MACSigner(((RSAKey) key).toRSAPublicKey().getEncoded());
    }
    return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
  }

  private static Date at(Duration fromNow) {
    return fromNow == null ? null : Date.from(Instant.now().plus(fromNow));
  }
}
