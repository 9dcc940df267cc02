package io.patternsdk.testkit.proxy;

/** When the connection of a request is to be cut. */
sealed interface Cut {
  /** Never. */
  Cut NONE = new None();

  Verdict judge(int length);

  /** Never. */
  record None() implements Cut {
    @Override
    public Verdict judge(int length) {
      return new Verdict(length, Verdict.End.NONE, this);
    }
  }

  /** When so many bytes have been sent on. */
  record AfterBytes(long left) implements Cut {
    @Override
    public Verdict judge(int length) {
      return length < left
          ? new Verdict(length, Verdict.End.NONE, new AfterBytes(left - length))
          : new Verdict((int) left, Verdict.End.AT_ONCE, NONE);
    }
  }

  /** When the next request has been sent on. */
  record AfterRequest() implements Cut {
    @Override
    public Verdict judge(int length) {
      return new Verdict(length, Verdict.End.AT_ONCE, NONE);
    }
  }

  /** When the answer to the next request begins to arrive. */
  record AtAnswer() implements Cut {
    @Override
    public Verdict judge(int length) {
      return new Verdict(length, Verdict.End.AT_ANSWER, NONE);
    }
  }
}
