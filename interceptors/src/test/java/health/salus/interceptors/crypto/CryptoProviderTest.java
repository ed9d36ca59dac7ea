package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class CryptoProviderTest {
  @Test
  void bothNamedProvidersDoTheWorkThemselves() throws Exception {
    CryptoProvider bouncyCastle = CryptoProvider.named("bouncy-castle");

    assertThat(CryptoProvider.named("jdk").aesGcm().getProvider().getName()).isEqualTo("SunJCE");
    assertThat(bouncyCastle.aesGcm().getProvider().getName()).isEqualTo("BC");
    assertThat(bouncyCastle.hmac().getProvider().getName()).isEqualTo("BC");
    assertThat(bouncyCastle.random().getProvider().getName()).isEqualTo("BC");
  }

  @Test
  void choosingAProviderInstallsNothing() {
    CryptoProvider.named("bouncy-castle");

    assertThat(Security.getProvider("BC")).isNull();
  }

  @Test
  void installedProvidersAreFoundByTheirName() {
    Security.addProvider(new BouncyCastleProvider());
    try {
      assertThat(CryptoProvider.named("BC")).hasToString("BC");
    } finally {
      Security.removeProvider("BC");
    }
  }

  @Test
  void unknownProvidersAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CryptoProvider.named("BCFIPS"))
        .withMessageStartingWith("The cryptography provider BCFIPS is not installed; choose jdk,");
  }

  @Test
  void providersWithoutTheAlgorithmsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CryptoProvider.named("SUN"))
        .withMessage(
            "The cryptography provider SUN must have"
                + " AES/GCM/NoPadding, AES/CBC/NoPadding and HmacSHA256");
  }
}
