package io.patternsdk.driver.nats;

/**
 * How keys are written as subjects, in the characters that a key-value bucket can hold: {@code :}
 * becomes {@code .}, so a prefix that ends with {@code :} can be asked of the server.
 *
 * @param prefix what all of them begin with
 */
record KeySubjects(String prefix) {
  private static final SubjectTokens PARTS = new SubjectTokens("-_/", ':');

  String subject(String key) {
    return prefix + PARTS.subject(key);
  }

  /** The subjects among which all keys are that begin with {@code keyPrefix}. */
  String filter(String keyPrefix) {
    int end = keyPrefix.lastIndexOf(':');
    return end < 0 ? prefix + ">" : subject(keyPrefix.substring(0, end)) + ".>";
  }

  String key(String subject) {
    return PARTS.name(subject.substring(prefix.length()));
  }
}
