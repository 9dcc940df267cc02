package io.patternsdk.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sections within a section; each is opened once, however often it is asked for. */
final class Sections {
  private final Settings outer;
  private final Map<String, Settings> opened = new ConcurrentHashMap<>();

  Sections(Settings outer) {
    this.outer = outer;
  }

  Settings one(String name, String... aliases) {
    SettingsNode.Entry entry = find(name, aliases);
    return open(entry == null ? name : entry.name(), entry);
  }

  Settings deferred(String name, String... aliases) {
    SettingsNode.Entry entry = find(name, aliases);
    return outer.inner(entry == null ? name : entry.name(), entry, new Problems());
  }

  SequencedMap<String, Settings> named(String name, String... aliases) {
    Settings around = one(name, aliases);
    SequencedMap<String, Settings> inner = new LinkedHashMap<>();
    around.names().forEach(key -> inner.put(key, around.section(key)));
    return inner;
  }

  List<Settings> list(String name) {
    SettingsNode.Entry entry = find(name);
    List<Settings> sections = new ArrayList<>();
    if (entry != null && entry.value() instanceof SettingsNode.Sequence list) {
      for (SettingsNode item : list.items()) {
        String itemName = name + "[" + sections.size() + "]";
        sections.add(open(itemName, new SettingsNode.Entry(itemName, item.location(), item)));
      }
    } else if (entry != null) {
      outer.place(name, "a list of sections").note(entry.value(), "is not a list");
    }
    return List.copyOf(sections);
  }

  /** Notes what nobody has asked for in those that were opened. */
  void done() {
    opened.values().forEach(Settings::done);
  }

  private SettingsNode.@Nullable Entry find(String name, String... aliases) {
    outer.ask(name, aliases);
    return outer.find(name, List.of(aliases), true);
  }

  private Settings open(String name, SettingsNode.@Nullable Entry entry) {
    return opened.computeIfAbsent(name, key -> outer.inner(key, entry, outer.problems()));
  }
}
