package io.patternsdk.multicast;

class EmbeddedRegistryTest extends RegistryBehaviour {
  @Override
  Backends backends() {
    return Backends.embedded();
  }
}
