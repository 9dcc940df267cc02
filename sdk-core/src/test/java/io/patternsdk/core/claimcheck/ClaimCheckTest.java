package io.patternsdk.core.claimcheck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimCheckTest {
  private static final Duration RETENTION = Duration.ofHours(4);
  private static final Duration GRAIN = RETENTION.dividedBy(16);
  private static final String LARGE = "a body that is larger than ten bytes";

  private final BlobsInMemory blobs = new BlobsInMemory();
  private final Wall wall = new Wall();
  private final ClaimCheck claims =
      new ClaimCheck("payloads", Optional.of(blobs), 10, RETENTION, wall);
  private final Message message = message(LARGE);

  /** A clock of which only the time of day is asked. */
  private static final class Wall implements Clock {
    private Instant now = Instant.parse("2025-06-01T10:00:01.5Z");

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long nanoTime() {
      throw new AssertionError("nothing is measured");
    }

    @Override
    public void sleep(Duration duration) {
      throw new AssertionError("nobody waits");
    }
  }

  private static Message message(String body) {
    return Message.builder(body.getBytes(UTF_8)).id("m1").key("k").header("a", "b").build();
  }

  private static void fails(ErrorKind kind, String reason, ThrowingCallable call) {
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(call)
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void whatIsSmallTravelsAsItIs() {
    for (Message small :
        new Message[] {message("0123456789"), Message.tombstone().key("k").build()}) {
      assertThat(claims.checked(small)).isSameAs(small);
      assertThat(claims.redeemed(small)).isSameAs(small);
      assertThat(claims.body(small)).isSameAs(small.body());
    }
    assertThat(blobs.stored).isEmpty();
  }

  @Test
  void whatWouldBeTakenForAClaimIsRefused() {
    for (ClaimCheck each : new ClaimCheck[] {claims, nowhere()}) {
      for (String body : new String[] {"small", LARGE}) {
        Message forged = Message.builder(body.getBytes(UTF_8)).header(Claim.HEADER, "x").build();
        fails(
            ErrorKind.INVALID_ARGUMENT,
            "claim-check, which is reserved",
            () -> each.checked(forged));
      }
    }
    assertThat(blobs.stored).isEmpty();
  }

  private ClaimCheck nowhere() {
    return new ClaimCheck("payloads", Optional.empty(), 10, RETENTION, wall);
  }

  @Test
  void whatIsLargeTravelsWithAClaimAndComesBackWhole() {
    Message travelling = claims.checked(message);
    assertThat(travelling.body()).isEmpty();
    assertThat(travelling.id()).isEqualTo("m1");
    assertThat(travelling.key()).contains("k");
    assertThat(travelling.header("a")).contains("b");
    assertThat(claims.redeemed(travelling)).isEqualTo(message);
    assertThat(claims.body(travelling)).isEqualTo(message.body());
  }

  @Test
  void theClaimNamesKeyDigestAndLength() {
    String text = claims.checked(message).header(Claim.HEADER).orElseThrow();
    assertThat(text)
        .isEqualTo("1 " + blobs.stored.firstKey() + " " + LARGE.length())
        .matches("1 claims/001748787300/[0-9a-f]{64} 36"); // 14:15:00, as the grain is a quarter
    assertThat(Claim.of(claims.checked(message)).orElseThrow().text()).isEqualTo(text);
  }

  @Test
  void storingAgainStoresOnce() {
    Message first = claims.checked(message);
    wall.now = wall.now.plus(GRAIN.dividedBy(2));
    assertThat(claims.checked(message)).isEqualTo(first);
    assertThat(blobs.puts).isEqualTo(1);
    wall.now = wall.now.plus(GRAIN);
    assertThat(claims.checked(message)).as("kept for as long again").isNotEqualTo(first);
    assertThat(blobs.stored).hasSize(2);
  }

  @Test
  void aPieceOfOneThatLiesThereIsReplaced() {
    Message travelling = claims.checked(message);
    blobs.stored.put(blobs.stored.firstKey(), new byte[3]);
    assertThat(claims.checked(message)).isEqualTo(travelling);
    assertThat(claims.redeemed(travelling)).isEqualTo(message);
  }

  @Test
  void itIsKeptForTheRetentionAndAGrainMoreAtMost() {
    Message travelling = claims.checked(message);
    for (int i = 0; i < 300; i++) {
      claims.checked(message(LARGE + i));
    }
    blobs.stored.put("claims/somebody else's", new byte[1]);
    blobs.stored.put("another", new byte[1]);
    wall.now = wall.now.plus(RETENTION);
    assertThat(claims.sweep()).isZero();
    assertThat(claims.redeemed(travelling)).isEqualTo(message);
    wall.now = wall.now.plus(GRAIN);
    assertThat(claims.sweep()).isEqualTo(301);
    assertThat(claims.sweep()).isZero();
    assertThat(blobs.stored).containsOnlyKeys("claims/somebody else's", "another");
    fails(
        ErrorKind.NOT_FOUND,
        "the body of message m1, of 36 bytes, is not in slot payloads, where it was kept as"
            + " claims/",
        () -> claims.redeemed(travelling));
  }

  @Test
  void whatWasStoredLaterUnderTheSameDigestStays() {
    claims.checked(message);
    wall.now = wall.now.plus(RETENTION);
    Message later = claims.checked(message);
    wall.now = wall.now.plus(GRAIN);
    assertThat(claims.sweep()).isEqualTo(1);
    assertThat(claims.redeemed(later)).isEqualTo(message);
  }

  @Test
  void whatIsSomethingElseIsCorrupt() {
    Message travelling = claims.checked(message);
    String key = blobs.stored.firstKey();
    for (byte[] other : new byte[][] {new byte[0], new byte[LARGE.length()], new byte[100]}) {
      blobs.stored.put(key, other);
      fails(ErrorKind.CORRUPT, "is not what is stored as " + key, () -> claims.body(travelling));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2 claims/001748786400/x 36",
        "1 claims/001748786400/../../secret 36",
        "1 elsewhere/001748786400/" + HEX + " 36",
        "1 claims/001748786400/" + HEX + " 9999999999",
        "1 claims/001748786400/" + HEX + " -1",
      })
  void whatIsNoClaimIsRefused(String text) {
    Message forged = Message.builder(new byte[0]).id("m2").header(Claim.HEADER, text).build();
    fails(ErrorKind.CORRUPT, "message m2 has a header claim-check", () -> claims.body(forged));
  }

  private static final String HEX =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @Test
  void whatCannotBeStoredHasHadNoEffect() {
    blobs.away = true;
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> claims.checked(message))
        .withMessage("a body of 36 bytes is not stored: is away")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE))
        .satisfies(e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
  }

  @Test
  void anEmptySlotTakesNothingAndSaysWhatIsMissing() {
    ClaimCheck nowhere = nowhere();
    assertThat(nowhere.sweeper()).isEmpty();
    assertThat(nowhere.checked(message)).isSameAs(message);
    assertThat(nowhere.sweep()).isZero();
    Message travelling = claims.checked(message);
    fails(ErrorKind.UNSUPPORTED, "fill that slot here", () -> nowhere.body(travelling));
  }
}
