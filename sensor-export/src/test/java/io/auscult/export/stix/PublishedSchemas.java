package io.auscult.export.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schemas of STIX 2.1 as OASIS published them, where they lie on this machine. */
public final class PublishedSchemas {
    private static final String PUBLISHED =
            "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/";

    private final Path folder;
    private final SchemaRegistry registry;

    private PublishedSchemas(Path folder) {
        this.folder = folder;
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(iri -> iri.startsWith(PUBLISHED) ? read(folder, iri) : null));
    }

    private static String read(Path folder, String iri) {
        try {
            return Files.readString(folder.resolve(iri.substring(PUBLISHED.length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PublishedSchemas orSkip() {
        Path folder = Path.of(System.getProperty("auscult.shared", "../../shared"), "schemas/stix-2.1")
                .toAbsolutePath()
                .normalize();
        assumeTrue(Files.isDirectory(folder), "skipped: no schemas at " + folder);
        return new PublishedSchemas(folder);
    }

    public List<String> errors(StixObject object) {
        return errors(
                object.json().path("type").asText(), new String(StixJson.bytes(object.json()), StandardCharsets.UTF_8));
    }

    public List<String> errors(String type, String json) {
        for (String part : List.of("sdos", "sros", "observables", "common")) {
            if (Files.exists(folder.resolve(part).resolve(type + ".json"))) {
                return registry
                        .getSchema(SchemaLocation.of(PUBLISHED + part + "/" + type + ".json"))
                        .validate(json, InputFormat.JSON)
                        .stream()
                        .map(Error::toString)
                        .toList();
            }
        }
        assertThat(type).as("a type of STIX").isEmpty();
        return List.of();
    }
}
