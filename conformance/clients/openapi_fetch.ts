// openapi-typescript and openapi-fetch: bases near Gao and Timbuktu, page by page, one of them, and one that is not.
import { deepStrictEqual, ok } from "node:assert";
import createClient from "openapi-fetch";
import type { components, paths } from "./client/schema";

const api = createClient<paths>({ baseUrl: process.argv[2] });

type Page = components["schemas"]["BasePage"];

function told(found: Page | undefined): unknown[] {
  return [found?.numberMatched, ...(found?.items.map((base) => [base.id, base.status]) ?? [])];
}

async function main(): Promise<void> {
  const gao = { mission: ["minusma"], bbox: [-1, 16, 1, 17], datetime: "2024-01" };
  const nearGao = await api.GET("/v1/bases", { params: { query: gao } });
  deepStrictEqual(told(nearGao.data), [1, ["minusma-gao", "retained-for-liquidation"]]);

  const wide = { mission: ["minusma"], bbox: [-4, 14, 1, 17], datetime: "2023-12", limit: 1 };
  const first = await api.GET("/v1/bases", { params: { query: wide } });
  deepStrictEqual(told(first.data), [2, ["minusma-gao", "in-use"]]);
  const onward = first.data?.links.find((link) => link.rel === "next");
  ok(onward);
  const cursor = new URL(onward.href).searchParams.get("cursor") ?? "";
  const second = await api.GET("/v1/bases", { params: { query: { ...wide, cursor } } });
  deepStrictEqual(told(second.data), [2, ["minusma-timbuktu-camp", "closed"]]);
  deepStrictEqual(second.data?.links.map((link) => link.rel), ["self"]);

  const base = await api.GET("/v1/bases/{id}", { params: { path: { id: "minusma-gao" } } });
  deepStrictEqual(base.data?.place?.name, "Gao");
  const locator = base.data?.statuses[0]?.citations[0]?.locator;
  ok(locator && "paragraph" in locator && locator.paragraph >= 1);

  const refused = await api.GET("/v1/bases/{id}", { params: { path: { id: "nowhere" } } });
  const problem: components["schemas"]["Problem"] | undefined = refused.error;
  deepStrictEqual([problem?.status, problem?.type], [404, "urn:mission-kb:problem:not-found"]);
}

void main();
