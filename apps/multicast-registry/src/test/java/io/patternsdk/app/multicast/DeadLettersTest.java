package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.claimcheck.Claim;
import io.patternsdk.core.queue.QueueDeadLetter.DeadLetter;
import org.junit.jupiter.api.Test;

/** What is listed of dead letters. */
class DeadLettersTest {
  private static final String KEY = "claims/001748787300/" + "0123456789abcdef".repeat(4);

  private static String listed(String claim) {
    Message message = Message.builder(new byte[0]).id("m").header(Claim.HEADER, claim).build();
    return Json.of(new DeadLetter("1", message, 2)).toString();
  }

  @Test
  void aPayloadThatIsKeptIsNamed() {
    assertThat(listed("1 " + KEY + " 36"))
        .isEqualTo(
            "{\"id\":\"1\",\"message_id\":\"m\",\"attempts\":2,\"payload_bytes\":36,"
                + "\"payload_key\":\""
                + KEY
                + "\"}");
  }

  @Test
  void aReferenceThatCannotBeReadIsShownAsItIs() {
    assertThat(listed("2 elsewhere"))
        .isEqualTo(
            "{\"id\":\"1\",\"message_id\":\"m\",\"attempts\":2,\"payload_claim\":\"2 elsewhere\"}");
  }
}
