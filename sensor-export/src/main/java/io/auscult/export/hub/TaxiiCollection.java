package io.auscult.export.hub;

import io.auscult.export.stix.StixId;

/**
 * What members share objects in. Immutable.
 *
 * @param id a UUID, the same for the same root and alias
 * @param root the API root it belongs to
 * @param alias short name, usable in place of the id
 * @param title one line
 */
public record TaxiiCollection(String id, String root, String alias, String title) {
    static final String WORD = "[a-z0-9][a-z0-9_-]{0,31}";

    public TaxiiCollection {
        if (!alias.matches(WORD)) {
            throw new IllegalArgumentException(
                    "collection: " + alias + " (expected: lower case letters, digits, _ and -; at most 32)");
        }
        if (!root.matches(WORD) || root.equals("taxii2")) {
            throw new IllegalArgumentException(
                    "API root: " + root + " (expected: lower case letters, digits, _ and -; not taxii2)");
        }
    }

    public static TaxiiCollection of(String root, String alias, String title) {
        String name = StixId.of("collection", root, alias);
        return new TaxiiCollection(name.substring(name.indexOf("--") + 2), root, alias, title);
    }
}
