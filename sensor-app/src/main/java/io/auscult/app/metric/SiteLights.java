package io.auscult.app.metric;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import io.auscult.rules.incident.Incidents;
import io.auscult.rules.incident.Lights;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The traffic light of the site while the sensor runs: {@link #refresh} is called every few seconds by one thread and looks at the gravest {@link #MOST} incidents of the last day; the rest may be asked by any.
 */
public final class SiteLights {
    private static final int MOST = 256; // so that the detect thread is never held up for long
    private static final int MOST_SHOWN = 100;

    private final Incidents incidents;
    private final LocalNets localNets;
    private final List<Network> segments;
    private final String language;
    private final LongSupplier nowNs;
    private volatile Lights lights = Lights.NONE;

    /**
     * @param segments that were configured
     * @param language of the reasons: en, nl or fr
     * @param nowNs the time of day, ns since 1970
     */
    public SiteLights(
            Incidents incidents, LocalNets localNets, List<Network> segments, String language, LongSupplier nowNs) {
        this.incidents = incidents;
        this.localNets = localNets;
        this.segments = List.copyOf(segments);
        this.language = language;
        this.nowNs = nowNs;
    }

    public void refresh() {
        List<Incident> recent = incidents.list(MOST, nowNs.getAsLong() - Incidents.IDLE_NS);
        lights = Lights.of(recent, localNets, segments);
    }

    /** The report with the lights, as JSON. */
    public String page(Report report) {
        return report.toJson(toJson());
    }

    /** Members for /health: {@code ,"light":{...}}. */
    String toJson() {
        Lights now = lights;
        StringBuilder out = new StringBuilder(",\"light\":{\"site\":");
        scope(out, now.site());
        map(out.append(",\"segments\":"), now.segments());
        map(out.append(",\"hosts\":"), now.hosts());
        return out.append('}').toString();
    }

    private void map(StringBuilder out, Map<?, Lights.Scope> scopes) {
        int shown = 0;
        out.append('{');
        for (Map.Entry<?, Lights.Scope> entry : scopes.entrySet()) {
            if (shown == MOST_SHOWN) {
                break; // the worst are first
            }
            out.append(shown++ == 0 ? "" : ",");
            Report.quote(out, entry.getKey().toString());
            scope(out.append(':'), entry.getValue());
        }
        out.append('}');
    }

    private void scope(StringBuilder out, Lights.Scope scope) {
        out.append("{\"light\":\"").append(scope.light().key());
        Report.quote(out.append("\",\"reason\":"), scope.reason().getOrDefault(language, ""));
        out.append(",\"incidents\":").append(scope.incidents()).append('}');
    }

    /** How many sites (one), segments or hosts show this light; those that are green are not counted beyond the site. */
    long count(String scope, Light light) {
        Lights now = lights;
        return switch (scope) {
            case "site" -> now.site().light() == light ? 1 : 0;
            case "segment" -> count(now.segments(), light);
            default -> count(now.hosts(), light);
        };
    }

    private static long count(Map<?, Lights.Scope> scopes, Light light) {
        return scopes.values().stream().filter(scope -> scope.light() == light).count();
    }
}
