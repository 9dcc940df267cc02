package io.patternsdk.multicast;

class PostgresAndKafkaRegistryTest extends RegistryBehaviour {
  @Override
  Backends backends() {
    return Backends.postgresAndKafka();
  }
}
