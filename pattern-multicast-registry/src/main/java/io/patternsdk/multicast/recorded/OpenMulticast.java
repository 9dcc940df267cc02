package io.patternsdk.multicast.recorded;

/**
 * That somebody works on a recorded multicast.
 *
 * @param id its id
 * @param token the recording
 * @param owner the process that works on it
 * @param beat raised by the owner, which shows that it lives
 */
public record OpenMulticast(String id, String token, String owner, long beat) {
  OpenMulticast beating() {
    return new OpenMulticast(id, token, owner, beat + 1);
  }

  OpenMulticast takenBy(String other) {
    return new OpenMulticast(id, token, other, beat + 1);
  }
}
