using System.Collections.Generic;
using Orchard.Analytics;
using Segment.Serialization;
using UnityEngine;
using static Orchard.Analytics.AnalyticsEvents;

namespace Orchard.Farm
{
    public class PlotController : MonoBehaviour
    {
        private IAnalyticsService analytics = null!;
        private readonly Dictionary<string, TreeKind> trees = new();

        public void Construct(IAnalyticsService analyticsService)
        {
            analytics = analyticsService;
        }

        public void Plant(string plotId, TreeKind kind)
        {
            trees[plotId] = kind;

            // event: "tree_planted" [tree_kind, plot_id, build]
            analytics.Track(AnalyticsEvents.Farm.TREE_PLANTED, new JsonObject
            {
                { PropertyKeys.TREE, kind.ToString() },
                { PropertyKeys.PLOT, plotId },
            });
        }

        public void Collect(string plotId, int amount, bool ripe)
        {
            var properties = new JsonObject { [PropertyKeys.PLOT] = plotId };
            properties["amount"] = amount;
            if (ripe) properties["ripe"] = true;

            // event: "harvest_collected" [plot_id, amount, ripe, build]
            analytics.Track(AnalyticsEvents.Farm.HARVEST_COLLECTED, properties);
        }

        private void OnPest(string plotId, string pest)
        {
            // event: "pest_found" [plot_id, pest, build] finding: TL111
            analytics.Track(AnalyticsEvents.Farm.PestFound, new JsonObject { [PropertyKeys.PLOT] = plotId, ["pest"] = pest });
        }
    }
}
