package io.auscult.export.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.export.stix.StixCheck;
import io.auscult.export.stix.StixJson;
import io.auscult.export.stix.StixTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints of TAXII 2.1 (sections 4 and 5) over the store. Any thread; may wait for the database. */
final class TaxiiApi {
    static final String MEDIA_TYPE = "application/taxii+json;version=2.1";
    static final String STIX_TYPE = "application/stix+json;version=2.1";
    static final String DISCOVERY = "taxii2";
    private static final Logger LOG = LoggerFactory.getLogger(TaxiiApi.class);

    private final HubSettings settings;
    private final CollectionTable collections;
    private final ObjectTable objects;
    private final Posts posts;

    TaxiiApi(HubSettings settings, HubStore store, Gate gate, Clock clock) {
        this.settings = settings;
        this.collections = new CollectionTable(store);
        this.objects = new ObjectTable(store, clock, settings.limits().collectionObjects());
        this.posts = new Posts(store, objects, gate, settings.limits(), clock);
    }

    Posts posts() {
        return posts;
    }

    HubAnswer answer(HubRequest request) {
        try {
            return routed(request);
        } catch (BadRequest e) {
            return HubAnswer.error(e.status, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warn("hub: {}", e.getMessage());
            return HubAnswer.later(503, "the database does not answer", 5);
        } catch (RuntimeException e) { // a defect in one answer must not end the hub
            LOG.error("hub: {} {} could not be answered", request.method(), request.path(), e);
            return HubAnswer.error(500, "a defect of the hub; its log says more");
        }
    }

    private HubAnswer routed(HubRequest request) throws IOException {
        List<String> path = request.path();
        if (!isAcceptable(request.accept())) {
            throw new BadRequest(406, "Accept: expected " + MEDIA_TYPE);
        }
        if (path.equals(List.of(DISCOVERY))) {
            return get(request, discovery());
        }
        List<TaxiiCollection> ofRoot = collections.all().stream()
                .filter(one -> !path.isEmpty() && one.root().equals(path.getFirst()))
                .toList();
        if (ofRoot.isEmpty()) {
            throw new BadRequest(404, "no such API root; /" + DISCOVERY + "/ names them");
        }
        if (path.size() == 1) {
            return get(request, root());
        }
        return switch (path.get(1)) {
            case "status" -> status(request);
            case "collections" -> path.size() == 2 ? get(request, list(request, ofRoot)) : collection(request, ofRoot);
            default -> throw new BadRequest(404, "no such resource");
        };
    }

    private HubAnswer get(HubRequest request, ObjectNode json) {
        if (request.isPost()) {
            throw new BadRequest(405, "GET only");
        }
        return HubAnswer.ok(json);
    }

    private HubAnswer status(HubRequest request) throws IOException {
        List<String> path = request.path();
        byte[] status = path.size() == 3 && !request.isPost()
                ? posts.status(path.getFirst(), path.get(2), request.token().member())
                : new byte[0];
        if (status.length == 0) {
            throw new BadRequest(404, "no such status");
        }
        return new HubAnswer(200, status, Map.of());
    }

    private HubAnswer collection(HubRequest request, List<TaxiiCollection> ofRoot) throws IOException {
        List<String> path = request.path();
        Token token = request.token();
        TaxiiCollection collection = ofRoot.stream()
                .filter(one -> one.id().equals(path.get(2)) || one.alias().equals(path.get(2)))
                .filter(one -> token.mayRead(one.alias()) || token.mayWrite(one.alias()))
                .findFirst()
                .orElseThrow(() -> new BadRequest(404, "no such collection, or no right to it"));
        if (path.size() == 3) {
            return get(request, described(collection, token));
        }
        String what = path.get(3);
        if (request.isPost()) {
            if (path.size() != 4 || !what.equals("objects")) {
                throw new BadRequest(405, "GET only");
            }
            return posts.post(request, collection);
        }
        if (!token.mayRead(collection.alias())) {
            throw new BadRequest(403, "this token may not read the collection");
        }
        if (path.size() == 4 && what.equals("objects")) {
            return objects(
                    collection,
                    Queries.filter(request.query(), settings.limits().page(), List.of()));
        }
        if (path.size() == 4 && what.equals("manifest")) {
            return manifest(
                    collection,
                    Queries.filter(request.query(), settings.limits().page(), List.of()));
        }
        if (what.equals("objects") && path.size() >= 5 && path.get(4).matches(StixCheck.ID)) {
            List<String> id = List.of(path.get(4));
            if (path.size() == 5) {
                return objects(
                        collection,
                        Queries.filter(request.query(), settings.limits().page(), id));
            }
            if (path.size() == 6 && path.get(5).equals("versions")) {
                return versions(
                        collection,
                        Queries.versions(request.query(), settings.limits().page(), id));
            }
        }
        throw new BadRequest(404, "no such resource");
    }

    private ObjectNode discovery() throws IOException {
        ObjectNode json = StixJson.object().put("title", settings.title());
        ArrayNode roots = StixJson.mapper().createArrayNode();
        new TreeSet<>(collections.all().stream().map(TaxiiCollection::root).toList())
                .forEach(root -> roots.add("/" + root + "/"));
        if (!roots.isEmpty()) {
            json.set("default", roots.get(0));
            json.set("api_roots", roots);
        }
        return json;
    }

    private ObjectNode root() {
        ObjectNode json = StixJson.object().put("title", settings.title());
        json.putArray("versions").add(MEDIA_TYPE);
        json.put("max_content_length", settings.limits().bodyBytes());
        return json;
    }

    private static ObjectNode list(HubRequest request, List<TaxiiCollection> all) {
        ObjectNode json = StixJson.object();
        List<TaxiiCollection> seen = all.stream()
                .filter(one ->
                        request.token().mayRead(one.alias()) || request.token().mayWrite(one.alias()))
                .toList();
        if (!seen.isEmpty()) {
            ArrayNode list = json.putArray("collections");
            seen.forEach(one -> list.add(described(one, request.token())));
        }
        return json;
    }

    private static ObjectNode described(TaxiiCollection collection, Token token) {
        ObjectNode json = StixJson.object()
                .put("id", collection.id())
                .put("title", collection.title())
                .put("alias", collection.alias())
                .put("can_read", token.mayRead(collection.alias()))
                .put("can_write", token.mayWrite(collection.alias()));
        json.putArray("media_types").add(STIX_TYPE);
        return json;
    }

    private HubAnswer objects(TaxiiCollection collection, Filter filter) throws IOException {
        ObjectTable.Page page = objects.page(collection, filter, true);
        if (page.objects().isEmpty() && !filter.ids().isEmpty() && filter.addedAfter() == 0) {
            throw new BadRequest(404, "no such object");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write('{');
        more(page, body);
        if (!page.objects().isEmpty()) {
            body.writeBytes(ascii(",\"objects\":["));
            boolean isFirst = true;
            for (Kept one : page.objects()) {
                if (!isFirst) {
                    body.write(',');
                }
                isFirst = false;
                body.writeBytes(one.body());
            }
            body.write(']');
        }
        body.write('}');
        return new HubAnswer(200, body.toByteArray(), added(page));
    }

    /** {@code next} is where this page ends: what is added meanwhile changes nothing about the pages before. */
    private static void more(ObjectTable.Page page, ByteArrayOutputStream body) {
        body.writeBytes(ascii("\"more\":" + page.more()));
        if (page.more()) {
            body.writeBytes(
                    ascii(",\"next\":\"" + Queries.next(page.objects().getLast().added()) + '"'));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private HubAnswer manifest(TaxiiCollection collection, Filter filter) throws IOException {
        ObjectTable.Page page = objects.page(collection, filter, false);
        ObjectNode json = paged(page);
        if (!page.objects().isEmpty()) {
            ArrayNode list = json.putArray("objects");
            for (Kept one : page.objects()) {
                list.addObject()
                        .put("id", one.id())
                        .put("date_added", StixTime.exact(one.added()))
                        .put("version", StixTime.ofMicros(one.shownVersion()))
                        .put("media_type", STIX_TYPE);
            }
        }
        return new HubAnswer(200, StixJson.bytes(json), added(page));
    }

    private HubAnswer versions(TaxiiCollection collection, Filter filter) throws IOException {
        ObjectTable.Page page = objects.page(collection, filter, false);
        if (page.objects().isEmpty() && filter.addedAfter() == 0) {
            throw new BadRequest(404, "no such object");
        }
        ObjectNode json = paged(page);
        if (!page.objects().isEmpty()) {
            ArrayNode list = json.putArray("versions");
            page.objects().forEach(one -> list.add(StixTime.ofMicros(one.shownVersion())));
        }
        return new HubAnswer(200, StixJson.bytes(json), added(page));
    }

    private static ObjectNode paged(ObjectTable.Page page) {
        ObjectNode json = StixJson.object().put("more", page.more());
        if (page.more()) {
            json.put("next", Queries.next(page.objects().getLast().added()));
        }
        return json;
    }

    private static Map<String, String> added(ObjectTable.Page page) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!page.objects().isEmpty()) {
            headers.put(
                    "x-taxii-date-added-first",
                    StixTime.exact(page.objects().getFirst().added()));
            headers.put(
                    "x-taxii-date-added-last",
                    StixTime.exact(page.objects().getLast().added()));
        }
        return headers;
    }

    /** Section 1.6.8. */
    private static boolean isAcceptable(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return true;
        }
        for (String one : accept.toLowerCase(java.util.Locale.ROOT).split(",")) {
            String range = one.replace(" ", "");
            if (range.startsWith("*/*") || range.startsWith("application/*") || isOurs(range)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a media type without spaces is that of TAXII 2.1, or of TAXII of any version. */
    static boolean isOurs(String type) {
        String[] parts = type.split(";");
        if (!parts[0].equals("application/taxii+json")) {
            return false;
        }
        List<String> versions = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("version=")) {
                versions.add(parts[i].substring("version=".length()).replace("\"", ""));
            }
        }
        return versions.isEmpty() || versions.equals(List.of("2.1"));
    }

    /** Why a request is refused. */
    static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        BadRequest(int status, String reason) {
            super(reason, null, false, false);
            this.status = status;
        }
    }
}
