package io.auscult.export.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.export.hub.TaxiiApi.BadRequest;
import io.auscult.export.stix.StixCheck;
import io.auscult.export.stix.StixJson;
import io.auscult.export.stix.StixTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What lies below a collection: manifest, objects, one object, its versions; TAXII 2.1 sections 5.3 to 5.8. Any thread; may wait for the database. */
final class ObjectsApi {
    private static final List<String> ALL = List.of("all");

    private final ObjectTable objects;
    private final Posts posts;
    private final int page;
    private final Clock clock;

    ObjectsApi(ObjectTable objects, Posts posts, int page, Clock clock) {
        this.objects = objects;
        this.posts = posts;
        this.page = page;
        this.clock = clock;
    }

    /** A request of whose path the first three segments lead to the collection. */
    HubAnswer answer(HubRequest request, TaxiiCollection collection) throws IOException {
        List<String> rest = request.path().subList(3, request.path().size());
        if (rest.equals(List.of("objects"))) {
            request.only("GET", "POST");
            if (request.method().equals("POST")) {
                return posts.post(request, collection);
            }
            mayRead(request, collection);
            return objects(collection, Queries.filter(request.query(), page), false);
        }
        if (rest.equals(List.of("manifest"))) {
            request.only("GET");
            mayRead(request, collection);
            return manifest(collection, Queries.filter(request.query(), page));
        }
        boolean isVersions = rest.size() == 3 && rest.get(2).equals("versions");
        if (rest.getFirst().equals("objects") && (rest.size() == 2 || isVersions)) {
            return object(request, collection, rest.get(1), isVersions);
        }
        throw new BadRequest(404, "no such resource");
    }

    private HubAnswer object(HubRequest request, TaxiiCollection collection, String id, boolean isVersions)
            throws IOException {
        if (isVersions) {
            request.only("GET");
        } else {
            request.only("GET", "DELETE");
        }
        mayRead(request, collection);
        if (!id.matches(StixCheck.ID)) {
            throw new BadRequest(404, "no such object");
        }
        Filter filter = Queries.filterOf(id, request.query(), page);
        if (request.method().equals("DELETE")) {
            return delete(request, collection, filter);
        }
        return isVersions ? versions(collection, filter.withVersions(ALL)) : objects(collection, filter, true);
    }

    private static void mayRead(HubRequest request, TaxiiCollection collection) {
        if (!request.token().mayRead(collection.alias())) {
            throw new BadRequest(403, "this token may not read the collection");
        }
    }

    private HubAnswer objects(TaxiiCollection collection, Filter filter, boolean isOne) throws IOException {
        ObjectTable.Page found = objects.page(collection, filter, true);
        if (isOne) {
            mustBeThere(found, filter);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("{\"more\":" + found.more()));
        if (found.more()) {
            body.writeBytes(ascii(",\"next\":\"" + next(found) + '"'));
        }
        String before = ",\"objects\":[";
        for (Kept one : found.objects()) {
            body.writeBytes(ascii(before));
            body.writeBytes(one.body());
            before = ",";
        }
        body.writeBytes(ascii(found.objects().isEmpty() ? "}" : "]}"));
        return new HubAnswer(200, body.toByteArray(), added(found));
    }

    private static void mustBeThere(ObjectTable.Page found, Filter filter) {
        if (found.objects().isEmpty() && filter.addedAfter() == 0) {
            throw new BadRequest(404, "no such object");
        }
    }

    /** Where this page ends: what is added meanwhile changes nothing about the pages before. */
    private static String next(ObjectTable.Page found) {
        return Queries.next(found.objects().getLast().added());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private HubAnswer manifest(TaxiiCollection collection, Filter filter) throws IOException {
        ObjectTable.Page found = objects.page(collection, filter, false);
        ObjectNode json = paged(found);
        if (!found.objects().isEmpty()) {
            ArrayNode list = json.putArray("objects");
            for (Kept one : found.objects()) {
                list.addObject()
                        .put("id", one.id())
                        .put("date_added", StixTime.exact(one.added()))
                        .put("version", StixTime.ofMicros(one.shownVersion()))
                        .put("media_type", TaxiiApi.STIX_TYPE);
            }
        }
        return new HubAnswer(200, StixJson.bytes(json), added(found));
    }

    private HubAnswer versions(TaxiiCollection collection, Filter filter) throws IOException {
        ObjectTable.Page found = objects.page(collection, filter, false);
        mustBeThere(found, filter);
        ObjectNode json = paged(found);
        if (!found.objects().isEmpty()) {
            ArrayNode list = json.putArray("versions");
            found.objects().forEach(one -> list.add(StixTime.ofMicros(one.shownVersion())));
        }
        return new HubAnswer(200, StixJson.bytes(json), added(found));
    }

    private static ObjectNode paged(ObjectTable.Page found) {
        ObjectNode json = StixJson.object().put("more", found.more());
        if (found.more()) {
            json.put("next", next(found));
        }
        return json;
    }

    private static Map<String, String> added(ObjectTable.Page found) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!found.objects().isEmpty()) {
            headers.put(
                    "x-taxii-date-added-first",
                    StixTime.exact(found.objects().getFirst().added()));
            headers.put(
                    "x-taxii-date-added-last",
                    StixTime.exact(found.objects().getLast().added()));
        }
        return headers;
    }

    /** All versions, unless the query names some: what was deleted with 200 is not found afterwards, as section 5.7 has it. */
    private HubAnswer delete(HubRequest request, TaxiiCollection collection, Filter asked) throws IOException {
        Token token = request.token();
        if (!token.mayWrite(collection.alias())) {
            throw new BadRequest(403, "this token may not write to the collection");
        }
        for (String page : Queries.PAGING) {
            if (request.query().containsKey(page)) {
                throw new BadRequest(
                        400, page + ": not of a DELETE, which takes match[version] and match[spec_version]");
            }
        }
        Filter filter = asked.versions().isEmpty() ? asked.withVersions(ALL) : asked;
        ObjectTable.Removal removal = objects.remove(
                collection,
                token.member(),
                filter,
                (connection, count) -> Audit.write(
                        connection,
                        new Audit.Line(
                                Micros.now(clock),
                                token.member(),
                                token.name(),
                                request.address(),
                                "delete",
                                collection.root() + "/" + collection.alias(),
                                count,
                                0,
                                filter.ids().getFirst())));
        return switch (removal) {
            case DONE -> new HubAnswer(200, new byte[0], Map.of());
            case ABSENT -> throw new BadRequest(404, "no such object");
            case OF_SOMEBODY_ELSE -> throw new BadRequest(403, "somebody else's object");
        };
    }
}
