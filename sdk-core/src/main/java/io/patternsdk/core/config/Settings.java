package io.patternsdk.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A section of settings, read by name and type. What is wrong with a setting is noted in {@link
 * #problems} with its place, and reading goes on, so that everything is reported at once; {@link
 * #done} adds the settings that nobody asked for. Most readers need only {@link #read}.
 *
 * <p>Reading changes nothing but these notes; any number of threads may read.
 */
public final class Settings {

  private final SettingsNode.Mapping node;
  private final Location location;
  private final boolean present;
  private final String path;
  private final Placeholders placeholders;
  private final Problems problems;
  private final Set<String> asked = new ConcurrentSkipListSet<>();
  private final Set<String> refused = new ConcurrentSkipListSet<>();
  private final Sections sections = new Sections(this);

  private Settings(
      SettingsNode.Mapping node,
      Location location,
      boolean present,
      String path,
      Placeholders placeholders,
      Problems problems) {
    this.node = node;
    this.location = location;
    this.present = present;
    this.path = path;
    this.placeholders = placeholders;
    this.problems = problems;
  }

  /** The settings of a whole file, with problems of its own. */
  public static Settings of(SettingsNode.Mapping root, Placeholders placeholders) {
    return of(root, placeholders, new Problems());
  }

  /** The settings of a whole file, adding to problems that were found before. */
  public static Settings of(
      SettingsNode.Mapping root, Placeholders placeholders, Problems problems) {
    return new Settings(root, root.location(), true, "", placeholders, problems);
  }

  /**
   * Settings from a program: values as for {@link SettingsNode#of}, without placeholders.
   *
   * @throws IllegalArgumentException when an inner map has a key that is not a string
   */
  public static Settings of(Map<String, ?> values) {
    return of(SettingsNode.Mapping.of(values), Placeholders.none());
  }

  /** No settings at all: everything has its default. */
  public static Settings empty() {
    return of(Map.of());
  }

  /**
   * Reads this section from the beginning, with problems of its own: whatever was asked for or
   * noted before does not count.
   *
   * @return what the reader made, where nothing is wrong
   * @throws ConfigException with everything that is wrong, unknown settings included
   */
  public <T> T read(Function<? super Settings, ? extends T> reader) {
    Settings fresh = detached();
    T result;
    try {
      result = reader.apply(fresh);
    } catch (RuntimeException e) {
      // A reader may stumble over the stand-ins of settings that are wrong.
      List<Problem> found = fresh.problems.all();
      if (found.isEmpty()) {
        throw e;
      }
      ConfigException all = new ConfigException(found);
      all.addSuppressed(e);
      throw all;
    }
    fresh.done();
    fresh.problems.throwIfAny();
    return result;
  }

  /**
   * Notes each setting in this section, and in those opened through it, that nobody has asked for,
   * with the nearest known name. To be called when everything has been read.
   */
  public void done() {
    node.entries().values().stream()
        .filter(entry -> !asked.contains(entry.name()) && !refused.contains(entry.name()))
        .forEach(
            entry ->
                problems.note(
                    new Problem(
                        entry.location(),
                        pathOf(entry.name()),
                        "is unknown",
                        NearestName.hint(entry.name(), asked))));
    sections.done();
  }

  /** Text, as it was written. */
  public Setting<String> string(String name) {
    return new Setting<>(this, name, Shapes.TEXT);
  }

  /** A whole number; underscores may stand between digits, a leading zero is refused. */
  public RangedSetting<Integer> integer(String name) {
    return new RangedSetting<>(this, name, Shapes.INTEGER);
  }

  /** A whole number of 64 bits. */
  public RangedSetting<Long> longInteger(String name) {
    return new RangedSetting<>(this, name, Shapes.LONG);
  }

  /** A finite number. */
  public RangedSetting<Double> decimal(String name) {
    return new RangedSetting<>(this, name, Shapes.DECIMAL);
  }

  /** A number from 0 to 1, or a percentage from {@code 0%} to {@code 100%}. */
  public RangedSetting<Double> ratio(String name) {
    return new RangedSetting<>(this, name, Shapes.RATIO);
  }

  /** {@code true}, {@code yes} or {@code on}; {@code false}, {@code no} or {@code off}. */
  public Setting<Boolean> bool(String name) {
    return new Setting<>(this, name, Shapes.BOOL);
  }

  /** A duration in one of the forms of {@link Durations}. */
  public RangedSetting<Duration> duration(String name) {
    return new RangedSetting<>(this, name, Shapes.DURATION);
  }

  /** A number of bytes in one of the forms of {@link DataSizes}. */
  public RangedSetting<Long> size(String name) {
    return new RangedSetting<>(this, name, Shapes.SIZE);
  }

  /** One of the given names, returned as given; letter case, {@code -} and {@code _} are alike. */
  public Setting<String> choice(String name, String... names) {
    return new Setting<>(this, name, Shapes.choice(List.of(names)));
  }

  /**
   * A constant of an enum, written in snake_case; letter case, {@code -} and {@code _} are alike.
   */
  public <E extends Enum<E>> Setting<E> choice(String name, Class<E> type) {
    return new Setting<>(this, name, Shapes.constant(type));
  }

  /** A list of texts, or one text with commas between them. */
  public Setting<List<String>> strings(String name) {
    return new Setting<>(this, name, new ListShape<>(Shapes.TEXT, "a list of texts"));
  }

  /** As {@link #strings}, each with its own place. */
  public Setting<List<Located<String>>> locatedStrings(String name) {
    return new Setting<>(
        this, name, new ListShape<>(new LocatedShape<>(Shapes.TEXT), "a list of texts"));
  }

  /** An absolute URI. */
  public Setting<URI> uri(String name) {
    return new Setting<>(this, name, Shapes.URI_TEXT);
  }

  /** A list of absolute URIs, or one text with commas between them. */
  public Setting<List<URI>> uris(String name) {
    return new Setting<>(
        this, name, new ListShape<>(Shapes.URI_TEXT, "a list of URIs such as scheme://host:1234"));
  }

  /**
   * The addresses of servers of one kind: a list, or one text with commas between them. Their
   * credentials are kept apart and never print.
   *
   * @param schemes the schemes that are right
   */
  public Setting<List<ServerAddress>> addresses(String name, String... schemes) {
    AddressShape item = new AddressShape(List.of(schemes));
    return new Setting<>(this, name, new ListShape<>(item, item.expected()));
  }

  /** A path of this machine, not checked for existence; a relative one starts where we run. */
  public Setting<Path> path(String name) {
    return new Setting<>(this, name, Shapes.PATH);
  }

  /** A file of certificates in PEM form, which are read to see that they are some. */
  public Setting<Path> certificates(String name) {
    return path(name).guarding().check(PemFile::holdsCertificates, "of a PEM file of certificates");
  }

  /** A file of a private key in PEM form, PKCS #8 and not encrypted, which is read to see it. */
  public Setting<Path> privateKey(String name) {
    return path(name)
        .guarding()
        .check(PemFile::holdsKey, "of a PEM file of a private key, PKCS #8, not encrypted");
  }

  /** A value that never prints and is read again on each {@link Secret#reveal}. */
  public Setting<Secret> secret(String name) {
    return new Setting<>(this, name, new SecretShape());
  }

  /** A section within this one; an absent one is empty, so that all in it has its default. */
  public Settings section(String name, String... aliases) {
    return sections.one(name, aliases);
  }

  /** A section that somebody else reads: its names are not asked for and its notes are its own. */
  public Settings deferred(String name, String... aliases) {
    return sections.deferred(name, aliases);
  }

  /** A section whose names are free, each of which is a section; empty where it is absent. */
  public SequencedMap<String, Settings> sections(String name, String... aliases) {
    return sections.named(name, aliases);
  }

  /** A list of sections; empty where it is absent. */
  public List<Settings> sectionList(String name) {
    return sections.list(name);
  }

  /** Whether the section was written at all. */
  public boolean present() {
    return present;
  }

  /** Whether the section has a setting of this name; this does not count as asking for it. */
  public boolean has(String name) {
    return node.entries().containsKey(name);
  }

  /** The names that were written, in that order. */
  public List<String> names() {
    return List.copyOf(node.entries().keySet());
  }

  /** The dotted path of this section from the root of the file; empty for the root. */
  public String dottedPath() {
    return path;
  }

  /** Where the name of this section stands; for an absent one, where the one around it does. */
  public Location location() {
    return location;
  }

  /** What was noted so far here and wherever else this collector is used. */
  public Problems problems() {
    return problems;
  }

  /**
   * Notes a problem with one setting, at its value or, where it is absent, at this section.
   *
   * @param what what is wrong, as it follows the path: {@code is shorter than graceful_timeout}
   * @param fix what would be right
   */
  public void problem(String name, String what, String fix) {
    SettingsNode.Entry entry = node.entries().get(name);
    Location location = entry == null ? location() : entry.value().location();
    problems.note(new Problem(location, pathOf(name), what, fix));
  }

  /**
   * Notes a setting, if it was written, as one that others have and that means nothing here. It is
   * not listed among the known ones.
   *
   * @param why why it means nothing, as it follows the path
   * @param instead what does what may be wanted
   */
  public void refuse(String name, String why, String instead) {
    refused.add(name);
    if (has(name)) {
      problem(name, why, instead);
    }
  }

  /**
   * A value of a setting for a message: where it was written with placeholders, these in its place.
   *
   * @param value what was read, or the default that holds
   */
  public String shown(String name, Object value) {
    SettingsNode.Entry entry = node.entries().get(name);
    String written = entry == null ? null : place(name, "").written(entry.value());
    return Masking.mask(written == null ? String.valueOf(value) : written);
  }

  /** This section for a new reading: nothing asked for, nothing noted. */
  public Settings detached() {
    return new Settings(node, location, present, path, placeholders, new Problems());
  }

  /** Names and place, no values. */
  @Override
  public String toString() {
    return (path.isEmpty() ? "" : path + " ") + node;
  }

  void ask(String name, String... aliases) {
    asked.add(name);
    asked.addAll(Arrays.asList(aliases));
  }

  /** What was written under a name; placeholders that leave nothing count only if it guards. */
  SettingsNode.@Nullable Entry find(String name, List<String> aliases, boolean guards) {
    SettingsNode.Entry found = given(name, guards);
    for (String alias : aliases) {
      SettingsNode.Entry other = given(alias, guards);
      if (found != null && other != null) {
        problems.note(
            new Problem(
                other.location(),
                pathOf(alias),
                "is another name of " + found.name() + ", given at " + found.location(),
                "keep one of them"));
      }
      found = found == null ? other : found;
    }
    return found;
  }

  private SettingsNode.@Nullable Entry given(String name, boolean guards) {
    SettingsNode.Entry entry = node.entries().get(name);
    boolean gone =
        entry != null
            && !guards
            && entry.value() instanceof SettingsNode.Scalar scalar
            && placeholders.vanish(scalar.text());
    return gone ? null : entry;
  }

  Place place(String name, String expected) {
    return new Place(problems, placeholders, pathOf(name), expected);
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The section within this one that an entry is, empty where there is no entry. */
  Settings inner(String name, SettingsNode.@Nullable Entry entry, Problems notes) {
    if (entry == null) {
      SettingsNode.Mapping absent = SettingsNode.Mapping.empty(location);
      return new Settings(absent, location, false, pathOf(name), placeholders, notes);
    }
    SettingsNode.Mapping inner = mapping(name, entry.value());
    return new Settings(inner, entry.location(), true, pathOf(name), placeholders, notes);
  }

  private SettingsNode.Mapping mapping(String name, SettingsNode value) {
    if (value instanceof SettingsNode.Mapping section) {
      return section;
    }
    if (!(value instanceof SettingsNode.Scalar scalar && scalar.empty())) {
      place(name, "a section of settings").note(value, "is not a section");
    }
    return SettingsNode.Mapping.empty(value.location());
  }
}
