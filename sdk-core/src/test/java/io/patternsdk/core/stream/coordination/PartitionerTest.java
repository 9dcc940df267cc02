package io.patternsdk.core.stream.coordination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionerTest {

  /** The values of Kafka's own test. */
  @ParameterizedTest
  @CsvSource({
    "21, -973932308",
    "foobar, -790332482",
    "a-little-bit-long-string, -985981536",
    "a-little-bit-longer-string, -1486304829",
    "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971",
    "abc, 479470107"
  })
  void hashesAsKafkaDoes(String text, int hash) {
    assertThat(Partitioner.murmur2(text.getBytes(UTF_8))).isEqualTo(hash);
  }

  @Test
  void placesAKeyAsKafkaDoes() {
    Message message = Message.builder(new byte[0]).key("foobar").build();

    assertThat(Partitioner.partition(message, 6)).isEqualTo((-790332482 & 0x7fffffff) % 6);
  }

  @Test
  void spreadsMessagesWithoutAKeyAndSendsEachToItsPlaceAgain() {
    int[] counts = new int[4];
    IntStream.range(0, 4_000)
        .mapToObj(i -> Message.builder(new byte[0]).id("id-" + i).build())
        .forEach(
            message -> {
              int partition = Partitioner.partition(message, 4);
              assertThat(Partitioner.partition(message, 4)).isEqualTo(partition);
              counts[partition]++;
            });

    assertThat(IntStream.of(counts).boxed()).allMatch(count -> count > 900 && count < 1_100);
  }
}
