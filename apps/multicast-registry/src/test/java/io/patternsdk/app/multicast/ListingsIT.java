package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Program;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Pages of identities that are far more than a small heap holds, one and many at a time. The system
 * property {@code patternsdk.listed} says of how many.
 */
class ListingsIT {
  private static final int IDENTITIES = Integer.getInteger("patternsdk.listed", 2_000);
  private static final int LISTINGS = 24;
  private static final int AT_ONCE = 32;
  private static final int HEAP = 256;
  private static final String PAGE = "/v1/identities?limit=10";

  private static String yaml(RedisServer redis) {
    return """
    pattern: {name: multicast-registry}
    backends:
      registry: {driver: redis, config: {addresses: ["redis://127.0.0.1:%d"]}}
      messaging: {driver: embedded}
    """
        .formatted(redis.port());
  }

  @Test
  void pagesAreAnsweredOrRefusedAndHarmNobodyElse() {
    try (RedisServer redis = RedisServer.start(RedisProfile.plain());
        Program program = Program.small(HEAP, yaml(redis));
        RegistryCalls calls = program.calls(RegistryCalls::new)) {
      Parallel.each(IDENTITIES, AT_ONCE, id -> register(calls, id));
      List<String> first = calls.get(PAGE).ids("identities");
      assertThat(first).hasSize(10).isSorted();
      List<Answer> answers = Parallel.each(LISTINGS, LISTINGS, i -> calls.get(PAGE));
      assertThat(answers).allSatisfy(answer -> check(answer, first));
      assertThat(calls.get("/health").status()).isEqualTo(200);
      assertThat(calls.get(PAGE).ids("identities")).isEqualTo(first);
      assertThat(program.metric("buffer_memory_used_bytes")).isZero();
      assertThat(program.log()).doesNotContain("OutOfMemoryError");
    }
  }

  private static boolean register(RegistryCalls calls, int id) {
    calls.register("{\"id\":\"i%06d\",\"metadata\":{\"zone\":\"z%d\"}}".formatted(id, id % 7));
    return true;
  }

  private static void check(Answer answer, List<String> page) {
    if (answer.status() == 200) {
      assertThat(answer.ids("identities")).isEqualTo(page);
    } else {
      answer.problem(503, "");
    }
  }
}
