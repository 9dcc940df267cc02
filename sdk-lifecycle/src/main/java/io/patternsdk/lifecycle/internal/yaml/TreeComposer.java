package io.patternsdk.lifecycle.internal.yaml;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.SettingsNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Composes one document from the parser's events; notes what is wrong and goes on where it can. */
final class TreeComposer {

  private static final int DEEPEST = 50;

  private final String file;
  private final Problems problems;
  private final Parser parser;
  private final Anchors anchors = new Anchors();
  private int depth;

  TreeComposer(String text, String file, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
  }

  /** The root; throws {@code YAMLException} for text that is no YAML. */
  SettingsNode.Mapping document() {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      throw failed(Location.whole(file), "", "is empty", "expected settings");
    }
    parser.getEvent();
    SettingsNode root = node("");
    parser.getEvent();
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      note(at(parser.peekEvent()), "", "has a second document", "expected one document a file");
    }
    if (root instanceof SettingsNode.Mapping mapping) {
      return mapping;
    }
    throw failed(root.location(), "", "is not a map of settings", "expected name: value");
  }

  private SettingsNode node(String path) {
    Event event = parser.getEvent();
    if (event instanceof AliasEvent alias) {
      return alias(alias, path);
    }
    NodeEvent begin = (NodeEvent) event;
    if (depth == DEEPEST) {
      throw failed(at(begin), "", "is nested too deeply", "expected at most 50 levels");
    }
    depth++;
    int before = anchors.nodes();
    anchors.begin(begin.getAnchor());
    SettingsNode node =
        switch (begin.getEventId()) {
          case SequenceStart -> sequence(path, at(begin));
          case MappingStart -> mapping(path, at(begin));
          default -> scalar((ScalarEvent) begin);
        };
    checkTag(begin, path);
    depth--;
    grow(1, begin, path);
    anchors.end(begin.getAnchor(), node, anchors.nodes() - before);
    return node;
  }

  private SettingsNode alias(AliasEvent alias, String path) {
    Anchors.Anchored target = anchors.find(alias.getAnchor());
    if (target == null) {
      String what = "refers to *" + alias.getAnchor() + ", which is not defined above";
      note(at(alias), path, what, "define it with &" + alias.getAnchor());
      return new SettingsNode.Scalar("", true, at(alias));
    }
    grow(target.nodes(), alias, path);
    return target.node();
  }

  private void grow(int nodes, Event event, String path) {
    if (!anchors.grow(nodes)) {
      throw failed(at(event), path, "makes the file too large", "expected at most 50000 nodes");
    }
  }

  private SettingsNode.Scalar scalar(ScalarEvent event) {
    boolean quoted = event.getScalarStyle() != ScalarStyle.PLAIN;
    return new SettingsNode.Scalar(event.getValue(), quoted, at(event));
  }

  private SettingsNode.Sequence sequence(String path, Location location) {
    List<SettingsNode> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(path + "[" + items.size() + "]"));
    }
    parser.getEvent();
    return new SettingsNode.Sequence(items, location);
  }

  private SettingsNode.Mapping mapping(String path, Location location) {
    SequencedMap<String, SettingsNode.Entry> entries = new LinkedHashMap<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Location at = at(parser.peekEvent());
      String name = name(path, at);
      String inner = path.isEmpty() ? name : path + "." + name;
      SettingsNode value = node(inner);
      SettingsNode.Entry entry = new SettingsNode.Entry(name, at, value);
      SettingsNode.Entry first = name.isEmpty() ? null : entries.putIfAbsent(name, entry);
      if (first != null) {
        note(at, inner, "is given twice, first at " + first.location(), "keep one of them");
      }
    }
    parser.getEvent();
    return new SettingsNode.Mapping(entries, location);
  }

  /** The name of an entry, or empty text after noting why it is none. */
  private String name(String path, Location at) {
    boolean plain = parser.checkEvent(Event.ID.Scalar);
    SettingsNode key = node(path);
    if (!plain || !(key instanceof SettingsNode.Scalar name)) {
      note(at, path, "has a name that is not text", "expected name: value");
      return "";
    }
    if (name.text().equals("<<") && !name.quoted()) {
      note(at, path, "has a merge key (<<), which is not supported", "write the settings out");
      return "";
    }
    if (name.text().isEmpty()) {
      note(at, path, "has an empty name", "expected name: value");
    }
    return name.text();
  }

  private void checkTag(NodeEvent event, String path) {
    String tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent start -> start.getTag();
          default -> null;
        };
    if (tag != null && !tag.equals("!") && !tag.equals("tag:yaml.org,2002:str")) {
      String shown = tag.replace("tag:yaml.org,2002:", "!!");
      note(at(event), path, "has the tag " + shown + ", which is not supported", "remove the tag");
    }
  }

  private Location at(Event event) {
    var mark = event.getStartMark();
    return new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private void note(Location at, String path, String what, String fix) {
    problems.note(new Problem(at, path, path.isEmpty() ? "the file " + what : what, fix));
  }

  private ConfigException failed(Location at, String path, String what, String fix) {
    note(at, path, what, fix);
    return new ConfigException(problems.all());
  }
}
