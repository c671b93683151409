package io.auscult.export.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.export.stix.StixJson;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
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
    private final Retention retention;
    private final Posts posts;
    private final ObjectsApi objects;

    TaxiiApi(HubSettings settings, HubStore store, Gate gate, Clock clock) {
        this.settings = settings;
        this.collections = new CollectionTable(store);
        this.retention = new Retention(store, clock, settings.limits().keeping());
        ObjectTable table = new ObjectTable(store, clock, retention);
        this.posts = new Posts(store, table, gate, settings.limits(), clock);
        this.objects = new ObjectsApi(table, posts, settings.limits().page(), clock);
    }

    /** Removes what is old or too much. May take a while. */
    void tidy() throws IOException {
        retention.tidy(collections.all());
    }

    HubAnswer answer(HubRequest request) {
        try {
            return routed(request);
        } catch (BadRequest e) {
            return HubAnswer.error(e.status, String.valueOf(e.getMessage()), e.headers);
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

    private static HubAnswer get(HubRequest request, ObjectNode json) {
        request.only("GET");
        return HubAnswer.ok(json);
    }

    private HubAnswer status(HubRequest request) throws IOException {
        List<String> path = request.path();
        request.only("GET");
        byte[] status = path.size() == 3 && path.get(2).matches(Posts.STATUS_ID)
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
        return objects.answer(request, collection);
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
        String[] parts = type.split(";", -1);
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
        private final transient Map<String, String> headers;

        BadRequest(int status, String reason) {
            this(status, reason, Map.of());
        }

        BadRequest(int status, String reason, Map<String, String> headers) {
            super(reason, null, false, false);
            this.status = status;
            this.headers = headers;
        }
    }
}
