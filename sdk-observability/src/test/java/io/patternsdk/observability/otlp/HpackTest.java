package io.patternsdk.observability.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HpackTest {

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(":path", "/a");
    headers.put("authorization", "x".repeat(1000));
    headers.put("empty", "");
    assertThat(Hpack.decode(Hpack.encode(headers))).isEqualTo(headers);
  }

  /** RFC 7541, appendix C.6.1, without the entries that it adds to the dynamic table. */
  @Test
  void theExampleOfTheSpecificationIsRead() throws IOException {
    byte[] block =
        HexFormat.of()
            .parseHex(
                "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff"
                    + "6e919d29ad171863c78f0b97c8e9ae82ae43d3");
    assertThat(Hpack.decode(block))
        .containsEntry(":status", "302")
        .containsEntry("cache-control", "private")
        .containsEntry("date", "Mon, 21 Oct 2013 20:13:21 GMT")
        .containsEntry("location", "https://www.example.com");
  }

  @Test
  void numberedHeadersAreRead() throws IOException {
    assertThat(Hpack.decode(new byte[] {(byte) 0x88})).containsEntry(":status", "200");
    assertThatThrownBy(() -> Hpack.decode(new byte[] {(byte) 0xff, 1}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void noBytesDoMoreThanFail() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] block = new byte[random.nextInt(40)];
      random.nextBytes(block);
      try {
        Hpack.decode(block);
      } catch (IOException expected) {
        assertThat(expected).hasMessageContaining("header");
      }
    }
  }
}
