"""One plan of a made-up shop in the exact shape of each vendor. Files by path; a single file stands under the empty path."""

from __future__ import annotations

from scanner.plan.formats import Material

_SEGMENT = """{
  "data": {
    "trackingPlan": {
      "id": "tp_1", "name": "Shop", "description": "Of the shop", "type": "LIVE", "slug": "shop", "resourceSchemaId": "rs_1",
      "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-02-01T00:00:00.000Z",
      "rules": [
        {
          "type": "TRACK", "key": "Order Completed", "version": 1, "createdAt": "2026-01-01T00:00:00.000Z",
          "deprecatedAt": "0001-01-01T00:00:00.000Z",
          "jsonSchema": {
            "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "description": "Paid", "labels": {"team": "shop"},
            "properties": {
              "context": {}, "traits": {},
              "properties": {
                "type": "object", "required": ["order_id"],
                "properties": {
                  "order_id": {"type": "string", "id": "/properties/properties/properties/order_id"},
                  "season": {"type": ["string", "null"], "pattern": "fall|winter"},
                  "total": {"type": "any"},
                  "items": {"type": "array", "items": {"type": "object", "required": ["sku"], "properties": {"sku": {"type": "string"}}}}
                }
              }
            },
            "required": ["properties"]
          }
        },
        {
          "type": "TRACK", "key": "Order Completed", "version": 2, "deprecatedAt": "2026-03-01T00:00:00.000Z",
          "jsonSchema": {
            "eventMetadata": {"name": "Order Completed", "type": "TRACK"}, "type": "object",
            "properties": {"context": {"type": "string"}, "properties": {"type": "array"}}
          }
        },
        {"type": "TRACK", "key": "Signed Up", "newKey": "Account Created", "version": 1, "jsonSchema": {"properties": {"context": {}}}},
        {
          "type": "IDENTIFY", "version": 1,
          "jsonSchema": {"properties": {"traits": {"type": "object", "properties": {"email": {"type": "string"}}}}}
        },
        {
          "type": "COMMON", "version": 1,
          "jsonSchema": {
            "properties": {
              "context": {"type": "object", "properties": {"ip": {"type": "string"}}},
              "properties": {"type": "object", "properties": {"app_version": {"type": "string"}}}
            }
          }
        }
      ]
    }
  }
}
"""
_SEGMENT_CONFIG = """{
  "name": "workspaces/acme/tracking-plans/rs_1", "display_name": "Shop", "create_time": "2026-01-01T00:00:00Z",
  "rules": {
    "events": [
      {
        "name": "Order Completed", "description": "Paid", "version": 1,
        "rules": {
          "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "labels": {},
          "properties": {
            "context": {}, "traits": {"type": "object"},
            "properties": {"type": "object", "properties": {"order_id": {"type": "string"}}, "required": ["order_id"]}
          },
          "required": ["properties"]
        }
      }
    ],
    "global": {
      "properties": {"context": {}, "properties": {"type": "object", "properties": {"app_version": {"type": "string"}}}, "traits": {}}
    },
    "identify": {
      "properties": {"context": {}, "properties": {}, "traits": {"type": "object", "properties": {"email": {"type": "string"}}}}
    },
    "identify_traits": [], "group_traits": []
  }
}
"""
_RUDDER = """{
  "id": "tp_1", "name": "Shop", "description": "Of the shop", "version": 3, "workspaceId": "w", "creationType": "local",
  "createdAt": "2026-01-01", "updatedAt": "2026-02-01",
  "events": [
    {
      "id": "ev_1", "name": "Order Completed", "description": "Paid", "eventType": "track", "categoryId": "cat_1",
      "identitySection": "properties",
      "rules": {
        "$schema": "https://json-schema.org/draft/2019-09/schema", "type": "object",
        "properties": {
          "properties": {
            "type": "object", "additionalProperties": false, "required": ["order_id"],
            "properties": {"order_id": {"type": ["string"]}, "total": {"$ref": "#/$defs/Money"}}
          }
        },
        "$defs": {"Money": {"type": ["number"], "minimum": 0}}
      }
    },
    {
      "name": "", "description": "", "eventType": "identify", "identitySection": "context.traits",
      "rules": {
        "type": "object",
        "properties": {"context": {"properties": {"traits": {"type": "object", "properties": {"email": {"type": ["string", "null"]}}}}}}
      }
    },
    {
      "id": "ev_3", "name": "Cart Viewed", "eventType": "track", "identitySection": "", "additionalProperties": true,
      "properties": [
        {"id": "p1", "name": "cart", "required": true, "additionalProperties": false,
         "properties": [{"id": "p2", "name": "id", "required": false}]}
      ]
    }
  ]
}
"""
_RUDDER_OLD = {
    "categories.yaml": """\
version: rudder/0.1
kind: categories
metadata: {name: shop}
spec:
  categories: [{id: orders, name: Orders}]
""",
    "events.yaml": """\
version: rudder/v0.1
kind: events
metadata:
  name: shop
spec:
  events:
    - id: order_completed
      name: "Order Completed"
      event_type: track
      description: Paid
      category: "#/categories/shop/orders"
    - id: identify
      event_type: identify
""",
    "properties.yaml": """\
version: rudder/v0.1
kind: properties
metadata: {name: shop}
spec:
  properties:
    - {id: order_id, name: orderId, type: string, propConfig: {minLength: 3, pattern: "^O"}}
    - {id: total, name: total, type: "#/custom-types/shop/money"}
    - {id: coupon, name: coupon, type: "string,null"}
    - {id: items, name: items, type: array, propConfig: {itemTypes: [object]}}
    - {id: sku, name: sku, type: string}
    - {id: spare, name: spare, type: string}
""",
    "tracking-plan.yaml": """\
version: rudder/v0.1
kind: tp
metadata: {name: shop}
spec:
  id: shop
  display_name: Shop
  rules:
    - type: event_rule
      id: order_completed_rule
      event: {$ref: "#/events/shop/order_completed", allow_unplanned: false, identity_section: properties}
      properties:
        - {$ref: "#/properties/shop/order_id", required: true}
        - {$ref: "#/properties/shop/total"}
        - {$ref: "#/properties/shop/coupon"}
        - $ref: "#/properties/shop/items"
          properties: [{$ref: "#/properties/shop/sku", required: true}]
    - type: event_rule
      id: r2
      event: {$ref: "#/events/shop/identify"}
""",
    "types.yaml": """\
version: rudder/v0.1
kind: custom-types
metadata: {name: shop}
spec:
  types:
    - {id: money, name: Money, type: number, config: {minimum: 0}}
""",
}
_RUDDER_NEW = {
    "plan.yaml": """\
version: rudder/v1
kind: tracking-plan
metadata: {name: shop}
spec:
  id: shop
  display_name: Shop
  rules:
    - type: event_rule
      id: r1
      event: "#event:order_completed"
      additional_properties: false
      identity_section: properties
      properties:
        - {property: "#property:order_id", required: true}
        - {property: "#property:tags", required: false}
      variants:
        - type: discriminator
          discriminator: "#property:order_id"
          cases: [{display_name: One, match: ["1"], properties: [{property: "#property:tags", required: true}]}]
          default: {properties: []}
""",
    "events/events.yaml": """\
version: rudder/v1
kind: events
metadata: {name: {{ .GROUP }} }
spec:
  events:
    - {id: order_completed, name: Order Completed, event_type: track, description: "{{ .TEXT }}"}
""".replace("{name: {{ .GROUP }} }", "\n  name: {{ .GROUP }}"),
    "properties.yaml": """\
version: rudder/v1
kind: properties
metadata: {name: shop}
spec:
  properties:
    - {id: order_id, name: order_id, type: string, config: {min_length: 3, enum: [a, b]}}
    - {id: tags, name: tags, types: [array, "null"], item_types: [string, integer], config: {max_items: 3, unique_items: true}}
""",
    "sources.yaml": "version: rudder/v1\nkind: event-stream-source\nmetadata: {name: web}\nspec: {id: web, name: Web, type: javascript}\n",
}
_AVO = """{
  "name": "Shop",
  "events": [
    {
      "id": "e1", "name": "Order Completed", "description": "Paid",
      "triggers": [{"description": "The payment is confirmed"}], "tags": ["money"], "categories": ["Orders", "Growth"],
      "actions": ["logEvent", "updateUserProperties"],
      "sources": [{"id": "s1", "name": "Web", "implementWithCodegen": true, "destinations": [{"id": "d1"}]}, {"id": "s2", "name": "iOS"}],
      "rules": {
        "type": "object", "nameMapping": [{"destination": {"id": "d1", "name": "Amplitude"}, "name": "order_done"}],
        "properties": {
          "properties": {
            "type": "object", "additionalProperties": false, "required": ["order_id", "app_version"],
            "properties": {
              "order_id": {
                "id": "p1", "index": 0, "type": "string", "description": "Its number", "nameMapping": [{"name": "orderId"}],
                "isSystemProperty": false, "pii": true
              },
              "app_version": {"id": "p2", "type": "string", "isSystemProperty": true},
              "currency": {"id": "p3", "type": "string", "enum": ["EUR", "USD"], "isSystemProperty": false},
              "skus": {"id": "p4", "type": "array", "items": {"type": "string"}, "isSystemProperty": false}
            }
          },
          "userProperties": {"type": "object", "properties": {"orders": {"type": "integer"}}}
        }
      }
    },
    {"id": "e2", "name": "Home Viewed", "description": "", "triggers": [], "tags": [], "categories": [], "actions": ["page"], "sources": [],
     "rules": {"type": "object", "properties": {"properties": {"type": "object", "properties": {}, "required": []}}}}
  ],
  "removedEvents": [{"id": "e3", "name": "Old Event"}]
}
"""
_MIXPANEL = """{
  "status": "ok",
  "results": [
    {
      "entityType": "event", "name": "Order Completed",
      "schemaJson": {
        "$schema": "http://json-schema.org/draft-07/schema", "description": "Paid", "additionalProperties": true,
        "properties": {
          "order_id": {"type": "string", "description": "Its number",
                       "metadata": {"com.mixpanel": {"displayName": "Order", "hidden": true, "dropped": false}}},
          "tags": {"type": "array"}
        },
        "metadata": {"com.mixpanel": {"$source": "api", "displayName": "Order", "tags": ["money"], "hidden": false, "dropped": true,
                                      "contacts": ["a@example.com"], "teamContacts": []}}
      }
    },
    {"entityType": "profile", "name": "$user", "schemaJson": {"properties": {"email": {"type": "string"}}}},
    {"entityType": "lookup", "name": "skus", "schemaJson": {"properties": {}}}
  ]
}
"""
_POSTHOG = {
    "events.json": """{
  "count": 2, "next": null, "previous": null,
  "results": [
    {"id": "u1", "name": "order completed", "owner": {"id": 1, "email": "a@example.com"}, "description": "Paid", "tags": ["money"],
     "verified": true, "verified_at": null, "hidden": false, "enforcement_mode": "allow", "last_seen_at": null},
    {"id": "u2", "name": "$pageview", "owner": null, "description": null, "tags": [], "verified": false, "last_seen_at": null}
  ]
}
""",
    "properties.json": """{
  "count": 3, "next": "https://example.com/?offset=3", "previous": null,
  "results": [
    {"id": "p1", "name": "total", "description": "In euros", "tags": [], "is_numerical": true, "property_type": "Numeric",
     "verified": false},
    {"id": "p2", "name": "at", "is_numerical": false, "property_type": "DateTime", "hidden": true},
    {"id": "p3", "name": "email", "is_numerical": false, "property_type": "String", "type": "person"}
  ]
}
""",
}
_NUMBER = r"^-?\\d+(\\.\\d+)?([eE][+\\-]?\\d+)?$"
_BOOLEAN = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
_MPARTICLE = """{
  "data_plan_id": "shop", "data_plan_name": "Shop", "data_plan_description": "Of the shop",
  "data_plan_versions": [
    {"version": 1, "data_plan_id": "shop", "activated_environment": "none", "version_document": {"data_points": []}},
    {
      "version": 2, "data_plan_id": "shop", "version_description": null, "activated_environment": "production",
      "version_document": {
        "data_points": [
          {
            "description": "Paid",
            "match": {"type": "custom_event", "criteria": {"event_name": "Order Completed", "custom_event_type": "transaction"}},
            "validator": {
              "type": "json_schema",
              "definition": {
                "properties": {
                  "data": {
                    "additionalProperties": true,
                    "properties": {
                      "event_name": {"const": "Order Completed"}, "custom_event_type": {"const": "transaction"},
                      "custom_attributes": {
                        "additionalProperties": false,
                        "properties": {
                          "order_id": {"type": "string"},
                          "total": {"type": "string", "pattern": "NUMBER"},
                          "gift": {"type": "string", "pattern": "BOOLEAN"},
                          "code": {"type": "string", "pattern": "^[A-Z]+$"}
                        },
                        "required": ["order_id"]
                      }
                    },
                    "required": ["event_name", "custom_event_type", "custom_attributes"]
                  }
                }
              }
            }
          },
          {"description": "", "match": {"type": "screen_view", "criteria": {"screen_name": "Home"}}},
          {
            "match": {"type": "user_attributes", "criteria": {}},
            "validator": {"type": "json_schema", "definition": {"additionalProperties": false, "properties": {"email": {"type": "string"}}}}
          },
          {"match": {"type": "session_start", "criteria": {}}, "validator": {"type": "json_schema", "definition": {}}}
        ]
      }
    }
  ]
}
""".replace("NUMBER", _NUMBER).replace("BOOLEAN", _BOOLEAN)
_GLEAN = """\
---
$schema: moz://mozilla.org/schemas/glean/metrics/2-0-0

$tags:
  - Shop

shop.orders:
  order_completed:
    type: event
    description: |
      The order is paid.
    bugs:
      - https://example.com/1
    data_reviews:
      - https://example.com/2
    notification_emails:
      - a@example.com
    expires: never
    metadata:
      tags:
        - Shop
    extra_keys:
      total:
        type: quantity
        description: In cents
      gift:
        type: boolean
        description: Whether it is one
  gone:
    type: event
    description: Gone
    bugs: [https://example.com/1]
    data_reviews: [https://example.com/2]
    notification_emails: [a@example.com]
    expires: 2026-01-01
    disabled: true
  count:
    type: counter
    description: How many
    bugs: [https://example.com/1]
    data_reviews: [https://example.com/2]
    notification_emails: [a@example.com]
    expires: never
"""
_GITLAB = {
    "config/events/complete_order.yml": """\
---
description: An order is paid
internal_events: true
action: complete_order
identifiers:
- project
- user
additional_properties:
  label:
    description: The currency
  value:
    description: The total
product_group: checkout
product_categories:
- orders
milestone: '17.1'
introduced_by_url: https://example.com/1
tiers:
- free
- ultimate
status: active
""",
    "ee/config/events/view_cart.yml": """\
---
description: The cart is seen
category: Projects::CartController
action: view_cart
product_section: shop
product_group: checkout
milestone: "13.2"
introduced_by_url: https://example.com/2
distributions: [ee]
tiers: [premium]
status: removed
milestone_removed: '16.0'
""",
}
_SCHEMAS = {
    "order_completed.schema.json": """{
  "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/schemas/order_completed.json",
  "title": "Order Completed", "description": "Paid", "type": "object", "version": 2,
  "required": ["order_id"], "additionalProperties": false,
  "properties": {
    "order_id": {"type": "string", "minLength": 3},
    "total": {"$ref": "#/$defs/money"},
    "both": {"allOf": [{"type": "integer"}, {"minimum": 1}]},
    "either": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    "odd": {"oneOf": [{"const": 1}, {"minLength": 2}]}
  },
  "patternProperties": {"^library_.*$": {"type": "string"}},
  "$defs": {"money": {"type": "number", "exclusiveMinimum": 0}}
}
""",
    "cart/cart_viewed.json": """{
  "$schema": "http://json-schema.org/draft-04/schema#", "type": "object",
  "properties": {
    "event": {"const": "Cart Viewed"},
    "properties": {
      "type": "object",
      "properties": {"count": {"type": "integer", "minimum": 0, "exclusiveMinimum": true}, "cart": {"$ref": "#/definitions/cart"}},
      "required": ["count"]
    }
  },
  "definitions": {"cart": {"type": "object", "properties": {"parent": {"$ref": "#/definitions/cart"}}}}
}
""",
    "signed_up.yaml": """\
$id: "https://example.com/signed_up/v1"
version: "1"
type: object
properties: {plan: {type: string, enum: [free, paid]}}
""",
}
_ANALYTICS_GEN = """\
orders:
  completed:
    description: The order is paid
    event_name: "Order Completed"
    identifier: "orders: completed"
    meta:
      owner: checkout
      tier: critical
    parameters:
      order-id:
        type: string
        description: Its number
        param_name: order_id
        regex: "^O"
        min_length: 3
      currency:
        type: string?
        allowed_values: [EUR, USD]
      total: double
      at: datetime?
  placed:
    description: Old
    deprecated: true
    replacement: orders.completed
    parameters: {}
screens:
  view:
    description: A screen
    event_name: "Screen: {screen_name}"
    parameters:
      previous_screen: string?
"""
_SNOWPLOW = {
    "apps/web.yml": """\
apiVersion: v1
resourceType: source-application
resourceName: e066a9a7-e6c4-4d72-9a93-1418746f5279
data:
  name: Web
  appIds: [web, web-qa]
  entities: {tracked: [], enriched: []}
""",
    "products/shop.yml": """\
apiVersion: v1
resourceType: data-product
resourceName: d066a9a7-e6c4-4d72-9a93-1418746f5279
data:
  name: Shop
  domain: Sales
  description: Of the shop
  owner: a@example.com
  sourceApplications:
    - $ref: ../apps/web.yml
  eventSpecifications:
    - resourceName: e066a9a7-e6c4-4d72-9a93-1418746f5278
      name: Order completed
      triggers:
        - description: The payment is confirmed
      event:
        source: iglu:com.acme/order/jsonschema/1-0-1
        schema:
          type: object
          required: [order_id]
          properties:
            currency: {type: string, enum: [EUR]}
      entities:
        tracked:
          - source: iglu:com.acme/user/jsonschema/1-0-0
            minCardinality: 1
            maxCardinality: 1
    - resourceName: 03546c69-9e1d-4eef-b8ca-f8e70ce1a761
      name: Button clicked
      triggers: []
      event:
        source: iglu:com.snowplowanalytics.snowplow/button_click/jsonschema/1-0-0
""",
    "schemas/com.acme/order/jsonschema/1-0-1": """{
  "$schema": "http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#",
  "self": {"vendor": "com.acme", "name": "order", "format": "jsonschema", "version": "1-0-1"},
  "description": "An order", "type": "object", "additionalProperties": false,
  "properties": {"order_id": {"type": "string", "maxLength": 9}, "currency": {"type": ["string", "null"]}}
}
""",
    "structures/cart.json": """{
  "apiVersion": "v1", "resourceType": "data-structure", "meta": {"hidden": false, "schemaType": "event", "customData": {}},
  "data": {
    "$schema": "http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#",
    "self": {"vendor": "com.acme", "name": "cart", "format": "jsonschema", "version": "2-0-0"},
    "type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"]
  }
}
""",
    "structures/user.yaml": """\
apiVersion: v1
resourceType: data-structure
meta: {hidden: false, schemaType: entity, customData: {}}
data:
  self: {vendor: com.acme, name: user, format: jsonschema, version: 1-0-0}
  type: object
  properties: {id: {type: string}}
""",
}
_FOLDER = {
    "plan.yaml": "display_name: Shop\nname: shop\n",
    "identify_traits.yaml": "traits:\n  - name: email\n    description: Of the user\n    type: string\n    allowNull: true\n",
    "events/orders/order_completed.yaml": """\
name: Order Completed
description: Paid
area: Orders
properties:
  - name: order_id
    description: Its number
    type: string
    required: true
  - name: coupon
    type: string
    required: false
    allowNull: true
  - {name: at, type: datetime}
""",
    "events/carts.yml": """\
- name: Cart Viewed
  why: The funnel
  status: planned
  properties: {size: integer, tags: {type: array, items: string}}
- name: Cart Emptied
  priority: 2
  properties: [size]
""",
}
_TYPEWRITER_YML = """\
client: {sdk: analytics.js, language: typescript}
trackingPlans:
  - {id: tp_1, path: ./analytics}
"""

_PAGE_RULE = '{"rules": [{"type": "PAGE", "version": 1, "jsonSchema": {"eventMetadata": {}, "properties": {}}}]}'
_SCREEN_POINT = '{"data_points": [{"match": {"type": "screen_view", "criteria": {"screen_name": "Home"}}}]}'

FILES: dict[str, dict[str, str]] = {
    "segment-json": {"": _SEGMENT},
    "rudder-json": {"": _RUDDER},
    "rudder-yaml": _RUDDER_OLD,
    "avo-json": {"": _AVO},
    "mixpanel-json": {"": _MIXPANEL},
    "posthog-json": _POSTHOG,
    "mparticle-json": {"": _MPARTICLE},
    "glean": {"": _GLEAN},
    "gitlab-events": _GITLAB,
    "json-schema": _SCHEMAS,
    "analytics-gen": {"": _ANALYTICS_GEN},
    "snowplow": _SNOWPLOW,
    "yaml-folder": _FOLDER,
    "typewriter": {"typewriter.yml": _TYPEWRITER_YML, "analytics/plan.json": _SEGMENT},
    "ampli": {
        "": '{"Zone": "us", "OrgId": "1", "WorkspaceId": "w", "SourceId": "s", "Branch": "main", "Version": "1.0.0", "SDK": "analytics"}'
    },
    "avo-pointer": {
        "": '{"avo": {"version": "3.0"}, "schema": {"id": "x", "name": "Acme"}, "branch": {"id": "master", "name": "main"}, "sources": []}'
    },
    "native": {"": "version: 1\nnaming: {event: title}\nevents:\n  - name: Order Completed\n    properties: {order_id: string}\n"},
}
# A second shape of the same format.
OTHERS: dict[str, tuple[str, dict[str, str]]] = {
    "segment-config": ("segment-json", {"": _SEGMENT_CONFIG}),
    "segment-flat-list": ("segment-json", {"": _PAGE_RULE}),
    "rudder-v1": ("rudder-yaml", _RUDDER_NEW),
    "mparticle-document": ("mparticle-json", {"": _SCREEN_POINT}),
    "posthog-one-file": ("posthog-json", {"": _POSTHOG["events.json"]}),
    "schema-one-file": ("json-schema", {"": _SCHEMAS["order_completed.schema.json"]}),
    "iglu-one-file": ("snowplow", {"": _SNOWPLOW["schemas/com.acme/order/jsonschema/1-0-1"]}),
    "native-list": ("native", {"": "- Order Completed\n- Cart Viewed\n"}),
    "native-json": ("native", {"": '{"version": 1, "events": [{"name": "A", "properties": {"id": "string"}}]}'}),
    "native-mapping": ("native", {"": "events:\n  Order Completed:\n    description: Paid\n    properties: {order_id: string}\n"}),
}
_JSON = {"segment-json", "rudder-json", "avo-json", "mixpanel-json", "mparticle-json", "ampli", "avo-pointer"}


def sample(name: str) -> Material:
    """The sample of a format, or another shape of one."""
    format_, files = OTHERS[name] if name in OTHERS else (name, FILES[name])
    is_json = format_ in _JSON or files.get("", "").lstrip().startswith(("{", "["))
    path = "plan" if "" not in files else "plan.json" if is_json else "plan.yaml"
    return Material(path, {key: text.encode("utf-8") for key, text in files.items()})
