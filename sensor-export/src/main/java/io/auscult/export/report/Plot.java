package io.auscult.export.report;

import io.auscult.export.page.Html;
import io.auscult.export.page.Voice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Plots as SVG within a page: columns over time, and bars. Texts are escaped. One thread. */
final class Plot {
    private static final int WIDTH = 756;
    private static final int LEFT = 56; // of the columns: room for numbers
    private static final int MAX_BARS = 10;
    private static final int MAX_NAME = 38; // characters

    private final Html html;
    private final Voice voice;

    Plot(Html html, Voice voice) {
        this.html = html;
        this.voice = voice;
    }

    /**
     * Attempts by hour or day, with the incidents that began above them.
     *
     * @param labels under the columns, empty ones for none
     * @param upwards what the height means
     */
    void columns(List<ReportData.Slot> slots, List<String> labels, String title, String upwards) {
        int height = 240;
        int bottom = height - 26;
        int top = 76;
        long most = Math.max(
                1, slots.stream().mapToLong(ReportData.Slot::attempts).max().orElse(1));
        double step = (WIDTH - LEFT - 2.0) / Math.max(1, slots.size());
        begin(height, title);
        text(0, 14, "start", "#5f6b77", upwards);
        for (int i = 0; i < slots.size(); i++) {
            ReportData.Slot slot = slots.get(i);
            double x = LEFT + 2 + i * step;
            if (!slot.isWatched()) {
                rect(x, top, step, bottom - top, "#eceef1");
            }
            double tall = slot.attempts() == 0 ? 0 : Math.max(2, (bottom - top) * (double) slot.attempts() / most);
            rect(x + step * 0.12, bottom - tall, step * 0.76, tall, "#7fa6cf");
            double y = top - 12;
            y = dot(x + step / 2, y, slot.red(), "#b3261e");
            dot(x + step / 2, y, slot.blue(), "#1d5fa8");
            if (!labels.get(i).isEmpty()) {
                text(x + step / 2, height - 8, "middle", "#4a5560", labels.get(i));
            }
        }
        scale(bottom, "0");
        if (most % 2 == 0) {
            scale((top + bottom) / 2, voice.scaled(most / 2));
        }
        scale(top, voice.scaled(most));
        html.raw("</svg>\n");
    }

    private void scale(int y, String number) {
        line(LEFT, y, WIDTH, y, "#d5dae0");
        text(LEFT - 6, y + 5, "end", "#5f6b77", number);
    }

    /** @return where the next one goes */
    private double dot(double x, double y, int count, String colour) {
        if (count == 0) {
            return y;
        }
        html.raw("<circle cx=\"" + at(x) + "\" cy=\"" + at(y) + "\" r=\"9\" fill=\"" + colour + "\"/>");
        text(x, y + 4, "middle", "#ffffff", count > 99 ? "99+" : Integer.toString(count));
        return y - 20;
    }

    /** Longest first; the rest as one bar. @param rest is told how many they are */
    void bars(List<ReportData.Tally> tallies, String unknown, String title, LongFunction<String> rest) {
        List<ReportData.Tally> shown = shown(tallies, MAX_BARS, rest);
        int row = 26;
        int height = row * shown.size() + 4;
        int left = 300;
        int right = WIDTH - 70;
        long most = Math.max(
                1, shown.stream().mapToLong(ReportData.Tally::all).max().orElse(1));
        begin(height, title);
        for (int i = 0; i < shown.size(); i++) {
            ReportData.Tally tally = shown.get(i);
            double y = i * row + 4;
            String name = tally.name().isEmpty() ? unknown : tally.name();
            text(left - 10, y + 14, "end", "#1c2530", cut(name));
            double grave = (right - left) * (double) tally.inIncidents() / most;
            double light = (right - left) * (double) tally.below() / most;
            rect(left, y, Math.max(tally.inIncidents() > 0 ? 2 : 0, grave), 18, "#b3261e");
            rect(left + grave, y, Math.max(tally.below() > 0 ? 2 : 0, light), 18, "#7fa6cf");
            text(left + grave + light + 8, y + 14, "start", "#1c2530", voice.number(tally.all()));
        }
        html.raw("</svg>\n");
    }

    /** The first of them, and what is beyond added up as the last one. */
    static List<ReportData.Tally> shown(List<ReportData.Tally> tallies, int most, LongFunction<String> rest) {
        if (tallies.size() <= most + 1) {
            return tallies;
        }
        List<ReportData.Tally> shown = new ArrayList<>(tallies.subList(0, most));
        List<ReportData.Tally> others = tallies.subList(most, tallies.size());
        shown.add(new ReportData.Tally(
                rest.apply(others.size()),
                others.stream().mapToLong(ReportData.Tally::inIncidents).sum(),
                others.stream().mapToLong(ReportData.Tally::below).sum()));
        return shown;
    }

    private static String cut(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME - 1) + "…";
    }

    private void begin(int height, String title) {
        html.raw("<svg viewBox=\"0 0 " + WIDTH + " " + height
                        + "\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>")
                .text(title)
                .raw("</title>\n");
    }

    private void rect(double x, double y, double width, double height, String colour) {
        if (width > 0 && height > 0) {
            html.raw("<rect x=\"" + at(x) + "\" y=\"" + at(y) + "\" width=\"" + at(width) + "\" height=\"" + at(height)
                    + "\" fill=\"" + colour + "\"/>");
        }
    }

    private void line(double x1, double y1, double x2, double y2, String colour) {
        html.raw("<line x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\"" + at(y2)
                + "\" stroke=\"" + colour + "\"/>");
    }

    private void text(double x, double y, String anchor, String colour, String text) {
        html.raw("<text x=\"" + at(x) + "\" y=\"" + at(y) + "\" text-anchor=\"" + anchor + "\" fill=\"" + colour
                        + "\">")
                .text(text)
                .raw("</text>\n");
    }

    private static String at(double value) {
        return Double.toString(Math.round(value * 10) / 10.0);
    }
}
