package health.salus.storage.hapi;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * The key of this machine's administrator, {@code keys/salus-cli.jwk} in the data folder. The
 * server makes it at its first start. Who can read the file may ask the running server for a token
 * of any user, so it is readable by the owner only.
 *
 * @param key EC key on P-384, with its private part
 */
public record MachineKey(ECKey key) {
  /** The id of the client that this key belongs to. */
  public static final String CLIENT = "salus-cli";

  /**
   * The key of this data folder, made now if there is none.
   *
   * @throws StartFailure if it can be neither read nor made
   */
  public static MachineKey take(DataFolder folder) {
    Path file = file(folder.path());
    if (Files.exists(file)) {
      return read(folder.path());
    }
    try {
      ECKey made = new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
      OwnerFile.write(file, made.toJSONString());
      return new MachineKey(made);
    } catch (IOException | JOSEException e) {
      throw new StartFailure("The key %s cannot be made.".formatted(file), e);
    }
  }

  /**
   * The key that a server made in this folder.
   *
   * @throws StartFailure if no server has run with this folder, or it belongs to somebody else
   */
  public static MachineKey read(Path data) {
    Path file = file(data);
    try {
      return new MachineKey(ECKey.parse(Files.readString(file)));
    } catch (IOException | ParseException e) {
      throw new StartFailure(
          "The key %s cannot be read. Name the data folder of the running server with --data, and be its owner."
              .formatted(file),
          e);
    }
  }

  /** The public half as a JWK set. */
  public String publicJwks() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** Never the key itself. */
  @Override
  public String toString() {
    return "MachineKey " + key.getKeyID();
  }

  private static Path file(Path data) {
    return data.resolve("keys").resolve("salus-cli.jwk");
  }
}
