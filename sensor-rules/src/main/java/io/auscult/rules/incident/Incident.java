package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import java.util.List;
import java.util.Map;

/**
 * What one actor did in one area, all alerts taken together. Immutable.
 *
 * @param id stable hash of actor, area and first packet
 * @param area scan, lateral, identity, command, medical, indicator
 * @param level the highest of its alerts
 * @param rules distinct, in the order they fired
 * @param techniques distinct, in the order they were seen
 * @param kinds what exactly, in words, distinct
 * @param targetCount the most that one alert tells
 * @param portCount the most that one alert tells
 * @param openPorts a sample of address:port that answered
 * @param outcome the gravest
 * @param alerts how many alerts it raised
 * @param firstSeenNs ns since 1970
 * @param lastSeenNs ns since 1970
 * @param story what happened, in a few English sentences
 * @param recommendation of its gravest alert, by language
 * @param last its latest alert of the highest level
 */
public record Incident(
        String id,
        String area,
        Level level,
        Party actor,
        List<Rule> rules,
        List<Technique> techniques,
        List<String> kinds,
        long targetCount,
        long portCount,
        List<String> openPorts,
        Outcome outcome,
        long alerts,
        long firstSeenNs,
        long lastSeenNs,
        String story,
        Map<String, String> recommendation,
        Alert last) {}
