package io.patternsdk.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream of server-sent events, read as it comes. Closing it drops the connection. */
public final class Events implements AutoCloseable {
  private static final Event END = new Event("", "", "");

  private final InputStream in;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Thread reader = Thread.ofVirtual().unstarted(this::read);

  Events(InputStream in) {
    this.in = in;
    reader.start();
  }

  /** One event. */
  public record Event(String id, String name, String data) {
    /** The data, which must be a JSON object. */
    public JsonObject json() {
      return JsonObject.parse(data);
    }

    /** A member of the data. */
    public String member(String name) {
      return json().string(name);
    }
  }

  /** The next event, which must come within a minute; fails if the stream ends before. */
  public Event next() {
    Event next = poll();
    if (next.equals(END)) {
      throw new AssertionError("the stream has ended");
    }
    return next;
  }

  /** The next event of this name; others are passed over. */
  public Event next(String name) {
    Event next = next();
    return next.name().equals(name) ? next : next(name);
  }

  /** The next events named {@code message}. */
  public List<Event> messages(int count) {
    List<Event> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.add(next("message"));
    }
    return messages;
  }

  /** Waits for the end of the stream. */
  public void awaitEnd() {
    Event next = poll();
    while (!next.equals(END)) {
      next = poll();
    }
  }

  private Event poll() {
    try {
      Event next = events.poll(1, TimeUnit.MINUTES);
      if (next == null) {
        throw new AssertionError("no event within a minute");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void read() {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      String id = "";
      String name = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !name.isEmpty()) {
          events.add(new Event(id, name, data));
          id = "";
          name = "";
        }
      }
    } catch (IOException dropped) {
      // by the server or by close
    }
    events.add(END);
  }

  @Override
  public void close() {
    try {
      in.close();
      reader.join();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
