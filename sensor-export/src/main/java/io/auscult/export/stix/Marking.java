package io.auscult.export.stix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.indicator.Tlp;
import org.jspecify.annotations.Nullable;

/** TLP 2.0 as STIX marks it: the objects that OASIS published, and those of TLP 1 for reading. Any thread. */
public final class Marking {
    private static final String EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
    private static final String CREATED = "2022-10-01T00:00:00.000Z";
    private static final String PREFIX = "marking-definition--";

    private Marking() {}

    public static String id(Tlp tlp) {
        return PREFIX
                + switch (tlp) {
                    case CLEAR -> "94868c89-83c2-464b-929b-a1a8aa3c8487";
                    case GREEN -> "bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
                    case AMBER -> "55d920b0-5e8b-4f79-9ee9-91f868d9b421";
                    case AMBER_STRICT -> "939a9414-2ddd-4d32-a0cd-375ea402b003";
                    case RED -> "e828b379-4e03-4974-9ac4-e53a884c97c1";
                };
    }

    /** By its id, also of TLP 1 (white is clear); null for a marking of another kind. */
    public static @Nullable Tlp of(String id) {
        return switch (id) {
            case PREFIX + "613f2e26-407d-48c7-9eca-b8e91df99dc9" -> Tlp.CLEAR;
            case PREFIX + "34098fce-860f-48ae-8e50-ebd3cc5e41da" -> Tlp.GREEN;
            case PREFIX + "f88d31f6-486f-44da-b317-01333bde0b82" -> Tlp.AMBER;
            case PREFIX + "5e57c739-391a-4eb3-b6be-7d15ca92d5ed" -> Tlp.RED;
            default -> {
                for (Tlp tlp : Tlp.values()) {
                    if (id(tlp).equals(id)) {
                        yield tlp;
                    }
                }
                yield null;
            }
        };
    }

    /** The published object. */
    static StixObject object(Tlp tlp) {
        String word = tlp.tag().substring("tlp:".length());
        ObjectNode json = StixJson.object()
                .put("type", "marking-definition")
                .put("spec_version", "2.1")
                .put("id", id(tlp))
                .put("created", CREATED)
                .put("name", "TLP:" + word.toUpperCase(java.util.Locale.ROOT));
        json.putObject("extensions")
                .putObject(EXTENSION)
                .put("extension_type", "property-extension")
                .put("tlp_2_0", word);
        return new StixObject(id(tlp), CREATED, json);
    }
}
