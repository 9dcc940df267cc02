package io.patternsdk.concurrency.spi;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundHandle;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;

/** A capability of streams of bytes, as somebody outside the core would define it. */
interface Blobs {
  Operation PUT = Operation.builder("blob_basic", "put", Kind.WRITE).occupying().build();
  Operation GET = Operation.builder("blob_basic", "get", Kind.READ).occupying().build();
  Capability<Blobs> BLOB_BASIC = Capability.of("blob_basic", Blobs.class, Forwarder::new, PUT, GET);

  /** Begins to store; what is closed before it is finished leaves nothing behind. */
  Writer put(String key, boolean onlyIfAbsent);

  /** Begins to read. */
  Reader get(String key);

  /** Takes bytes. */
  interface Writer extends AutoCloseable {
    void write(byte[] bytes);

    /** Makes what was written last. */
    void finish();

    @Override
    void close();
  }

  /** Gives bytes. */
  interface Reader extends AutoCloseable {
    /** Returns the next bytes; none at the end. */
    byte[] read();

    @Override
    void close();
  }

  /** What the core would have. */
  final class Forwarder implements Blobs {
    private final Blobs driver;
    private final Wiring wiring;
    private final BoundOperation put;
    private final BoundOperation get;

    Forwarder(Blobs driver, Wiring wiring) {
      this.driver = driver;
      this.wiring = wiring;
      this.put = wiring.bind(PUT);
      this.get = wiring.bind(GET);
    }

    /** Beginning to store replaces nothing yet, so it may be repeated unless it decides who won. */
    @Override
    public Writer put(String key, boolean onlyIfAbsent) {
      String full = wiring.namespace().key(key);
      Invocation opening = put.on(full).repeatable(!onlyIfAbsent);
      return new LayeredWriter(put.open(opening, () -> driver.put(full, onlyIfAbsent)));
    }

    @Override
    public Reader get(String key) {
      String full = wiring.namespace().key(key);
      return new LayeredReader(get.open(get.on(full), () -> driver.get(full)));
    }
  }

  /** A writer behind the layers. */
  record LayeredWriter(BoundHandle<Writer> handle) implements Writer {
    @Override
    public void write(byte[] bytes) {
      handle.run(writer -> writer.write(bytes));
    }

    @Override
    public void finish() {
      handle.run(Writer::finish);
    }

    @Override
    public void close() {
      handle.close();
    }
  }

  /** A reader behind the layers. */
  record LayeredReader(BoundHandle<Reader> handle) implements Reader {
    @Override
    public byte[] read() {
      return handle.step(Reader::read);
    }

    @Override
    public void close() {
      handle.close();
    }
  }
}
