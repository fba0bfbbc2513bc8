// openapi-generator, go: bases near Gao and Timbuktu, page by page, one of them, and one that is not.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"

	"example.org/client/missionkb"
)

var bases *missionkb.BasesAPIService

// One base of MINUSMA in a box, as it was on a date.
func page(box []float64, when string, cursor string) *missionkb.BasePage {
	asked := bases.ListBases(context.Background()).Mission([]string{"minusma"}).Bbox(box).Datetime(when).Limit(1)
	if cursor != "" {
		asked = asked.Cursor(cursor)
	}
	found, _, err := asked.Execute()
	if err != nil {
		log.Fatal(err)
	}
	return found
}

// How many bases there are on all pages, and what became of the one on this page.
func told(found *missionkb.BasePage) string {
	said := fmt.Sprint(*found.NumberMatched.Get())
	for _, base := range found.Items {
		said += fmt.Sprintf(" %s %s", base.Id, *base.Status.Get())
	}
	return said
}

func expect(actual any, expected any) {
	if actual != expected {
		log.Fatalf("%v, where %v should be", actual, expected)
	}
}

func main() {
	configuration := missionkb.NewConfiguration()
	configuration.Servers = missionkb.ServerConfigurations{{URL: os.Args[1]}}
	bases = missionkb.NewAPIClient(configuration).BasesAPI

	expect(told(page([]float64{-1, 16, 1, 17}, "2024-01", "")), "1 minusma-gao retained-for-liquidation")

	first := page([]float64{-4, 14, 1, 17}, "2023-12", "")
	expect(told(first), "2 minusma-gao in-use")
	expect(first.Links[1].Rel, "next")
	onward, err := url.Parse(first.Links[1].Href)
	expect(err, nil)
	second := page([]float64{-4, 14, 1, 17}, "2023-12", onward.Query().Get("cursor"))
	expect(told(second), "2 minusma-timbuktu-camp closed")
	expect(len(second.Links), 1)

	base, _, err := bases.GetBase(context.Background(), "minusma-gao").Execute()
	expect(err, nil)
	expect(base.Place.Get().Name, "Gao")
	expect(base.Statuses[0].Citations[0].Locator.PassageLocator.Paragraph >= 1, true)

	_, _, err = bases.GetBase(context.Background(), "nowhere").Execute()
	var refused *missionkb.GenericOpenAPIError
	expect(errors.As(err, &refused), true)
	problem, isProblem := refused.Model().(missionkb.Problem)
	expect(isProblem, true)
	expect(problem.Status, int64(404))
	expect(problem.Type, "urn:mission-kb:problem:not-found")
}
