package io.auscult.core.indicator;

import java.util.List;

/** What many indicators have in common. Immutable. @param source index of the source */
record Provenance(int source, int confidence, Tlp tlp, List<String> labels) {}
