package io.auscult.export.hub;

import io.auscult.export.hub.TaxiiApi.BadRequest;
import io.auscult.export.stix.StixTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a query, TAXII 2.1 sections 3.4 and 3.5. Any thread. */
final class Queries {
    /** What chooses among objects by when they were added. */
    static final List<String> PAGING = List.of("limit", "next", "added_after");

    private static final int MOST_TERM = 320; // characters
    private static final int RADIX = 36;

    private Queries() {}

    /** What every resource with objects takes; ids and types only where the path names no object. */
    static Filter filter(Map<String, List<String>> query, int page) {
        return filter(query, page, terms(query, "match[id]"), terms(query, "match[type]"));
    }

    static Filter filterOf(String id, Map<String, List<String>> query, int page) {
        return filter(query, page, List.of(id), List.of());
    }

    private static Filter filter(Map<String, List<String>> query, int page, List<String> ids, List<String> types) {
        List<String> spec = terms(query, "match[spec_version]");
        boolean isOurs = spec.isEmpty() || spec.contains("2.1");
        return new Filter(
                isOurs ? after(query) : Long.MAX_VALUE,
                limit(query, page),
                ids,
                types,
                versions(terms(query, "match[version]")));
    }

    private static List<String> versions(List<String> terms) {
        List<String> all = new ArrayList<>();
        for (String term : terms) {
            if (List.of("first", "last", "all").contains(term)) {
                all.add(term);
            } else {
                all.add(Long.toString(StixTime.micros(time("match[version]", term))));
            }
        }
        return all;
    }

    private static Instant time(String name, String text) {
        Instant time = StixTime.parse(text);
        if (time == null) {
            throw new BadRequest(400, name + ": not a time (expected: such as 2026-01-31T12:00:00.000Z)");
        }
        return time;
    }

    private static long after(Map<String, List<String>> query) {
        String next = one(query, "next");
        if (next != null) {
            try {
                long added = Long.parseLong(next, RADIX);
                if (added >= 0) {
                    return added;
                }
            } catch (NumberFormatException e) {
                throw new BadRequest(400, "next: not of an answer of this hub");
            }
            throw new BadRequest(400, "next: not of an answer of this hub");
        }
        String after = one(query, "added_after");
        return after == null ? 0 : StixTime.micros(time("added_after", after));
    }

    static String next(long added) {
        return Long.toString(added, RADIX);
    }

    private static int limit(Map<String, List<String>> query, int page) {
        String limit = one(query, "limit");
        if (limit == null) {
            return page;
        }
        if (!limit.matches("[0-9]{1,9}") || Integer.parseInt(limit) == 0) {
            throw new BadRequest(400, "limit: not a positive number");
        }
        return Math.min(page, Integer.parseInt(limit));
    }

    private static @Nullable String one(Map<String, List<String>> query, String name) {
        List<String> all = query.getOrDefault(name, List.of());
        if (all.size() > 1) {
            throw new BadRequest(400, name + ": more than once");
        }
        return all.isEmpty() ? null : all.getFirst();
    }

    private static List<String> terms(Map<String, List<String>> query, String name) {
        List<String> all = new ArrayList<>();
        for (String value : query.getOrDefault(name, List.of())) {
            for (String term : value.split(",")) {
                if (term.length() > MOST_TERM || all.size() == Filter.MOST_TERMS) {
                    throw new BadRequest(400, name + ": more than " + Filter.MOST_TERMS + " terms, or one too long");
                }
                if (term.chars().anyMatch(Character::isISOControl)) { // no database has it, and PostgreSQL takes no NUL
                    throw new BadRequest(400, name + ": a control character");
                }
                all.add(term);
            }
        }
        return all;
    }
}
