package io.patternsdk.testkit.server;

import java.io.IOException;
import java.util.List;

/** How one kind of server is found, configured, started and recognised as ready. */
interface Recipe {
  /** What the server is called in messages. */
  String name();

  /** The program's file name. */
  String program();

  /** The environment variable that may name the program's path. */
  String programVariable();

  /** The container image for machines without the program. */
  String image();

  /** The oldest version of the program that will do. */
  ServerVersion least();

  /** How many ports the server needs; the first is the one that clients use. */
  int ports();

  /** Writes what the server needs into {@code site} before the first start. */
  void prepare(Site site) throws IOException;

  /** The arguments after the program's name. */
  List<String> arguments(Site site);

  /** Returns when the server answers its protocol and throws as long as it does not. */
  void probe(Site site) throws IOException;
}
