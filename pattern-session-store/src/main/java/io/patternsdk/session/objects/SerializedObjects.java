package io.patternsdk.session.objects;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.Collection;
import java.util.regex.Pattern;

/** Objects as Java serializes them; only classes that are allowed, on both ways. Thread-safe. */
final class SerializedObjects {
  private static final String LIMITS = "maxdepth=64;maxarray=1000000;maxrefs=100000;";
  private static final String ALWAYS =
      "java.lang.*;java.math.*;java.time.*;java.time.chrono.*;java.util.*;"
          + "java.util.concurrent.*;java.util.concurrent.atomic.*;java.net.URI;java.net.URL;";
  private static final Pattern ALLOWED = Pattern.compile("[\\w$]+(\\.[\\w$]+)*(\\.\\*{1,2})?");

  private final ObjectInputFilter filter;

  SerializedObjects(Collection<String> allowed) {
    StringBuilder patterns = new StringBuilder(LIMITS).append(ALWAYS);
    for (String pattern : allowed) {
      if (!ALLOWED.matcher(pattern).matches()) {
        throw new IllegalArgumentException(
            "\"%s\" allows no class: com.example.Cart, com.example.* or com.example.** would"
                .formatted(pattern));
      }
      patterns.append(pattern).append(';');
    }
    this.filter = ObjectInputFilter.Config.createFilter(patterns.append("!*").toString());
  }

  byte[] write(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new Out(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new In(bytes)) {
      in.setObjectInputFilter(filter);
      return in.readObject();
    }
  }

  private final class Out extends ObjectOutputStream {
    Out(OutputStream out) throws IOException {
      super(out);
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
      if (filter.checkInput(new Asked(type)) == Status.REJECTED) {
        throw new InvalidClassException(type.getName(), "this class is not allowed in sessions");
      }
    }

    @Override
    protected void annotateProxyClass(Class<?> type) throws IOException {
      for (Class<?> each : type.getInterfaces()) {
        annotateClass(each);
      }
    }
  }

  private static final class In extends ObjectInputStream {
    In(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    /** An application's classes are not those of the loader that has this one. */
    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try {
        return Class.forName(described.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(described);
      }
    }
  }

  /** Asks for a class alone, whatever is round it. */
  private record Asked(Class<?> type) implements ObjectInputFilter.FilterInfo {
    @Override
    public Class<?> serialClass() {
      return type;
    }

    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 1;
    }
  }
}
