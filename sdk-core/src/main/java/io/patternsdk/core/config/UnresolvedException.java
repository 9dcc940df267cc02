package io.patternsdk.core.config;

/** A placeholder that cannot be expanded; always turned into a {@link Problem} in this package. */
final class UnresolvedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final String fix;

  UnresolvedException(String what, String fix) {
    super(what, null, false, false);
    this.what = what;
    this.fix = fix;
  }

  String what() {
    return what;
  }

  String fix() {
    return fix;
  }
}
