package health.salus.smart;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.smart.server.LoopbackGate;
import org.junit.jupiter.api.Test;

class LoopbackGateTest {

  @Test
  void onlyThisMachineIsLetIn() {
    assertThat(LoopbackGate.isLoopback("127.0.0.1")).isTrue();
    assertThat(LoopbackGate.isLoopback("127.9.9.9")).isTrue();
    assertThat(LoopbackGate.isLoopback("::1")).isTrue();
    assertThat(LoopbackGate.isLoopback("[::1]")).isTrue();
    assertThat(LoopbackGate.isLoopback("0:0:0:0:0:0:0:1")).isTrue();
    assertThat(LoopbackGate.isLoopback("10.0.0.1")).isFalse();
    assertThat(LoopbackGate.isLoopback("192.168.1.2")).isFalse();
    assertThat(LoopbackGate.isLoopback("8.8.8.8")).isFalse();
    assertThat(LoopbackGate.isLoopback("localhost.evil.example")).isFalse();
  }
}
