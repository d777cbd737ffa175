/** Checks of what lies outside the jar: the dashboard, the alerts, the compose file. */
@NullMarked
package dev.freshet.grafana;

import org.jspecify.annotations.NullMarked;
