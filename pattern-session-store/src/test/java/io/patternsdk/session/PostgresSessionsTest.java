package io.patternsdk.session;

class PostgresSessionsTest extends ParallelBehaviour {
  @Override
  String driver() {
    return "postgres";
  }
}
