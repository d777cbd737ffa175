package dev.freshet.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of {@code topology/schemas}, and what they say of JSON. */
final class Schemas {

  static final JsonMapper MAPPER = JsonMapper.builder(StrictJson.FACTORY).build();
  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private Schemas() {}

  static Set<String> described(String schema) {
    return fields(read(schema).get("properties"));
  }

  static Set<String> fields(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  static Set<ValidationMessage> problems(String name, JsonNode json) {
    return SCHEMAS
        .computeIfAbsent(
            name,
            file ->
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(read(file)))
        .validate(json);
  }

  static JsonNode read(String name) {
    try {
      return MAPPER.readTree(Files.readAllBytes(Path.of("topology", "schemas", name + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
