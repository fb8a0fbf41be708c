package topology

import "slices"

// Region is an Azure region.
type Region struct {
	// Name is what Azure Resource Manager calls it, such as "westeurope".
	Name string
	// DisplayName is what people call it, such as "West Europe".
	DisplayName string
}

// regions are those of public Azure, of Azure in China and of Azure for the US
// Government that were known when this was written. New ones open every year:
// that one is not among them says that it may be mistyped, and no more.
var regions = []Region{
	{"eastus", "East US"},
	{"eastus2", "East US 2"},
	{"centralus", "Central US"},
	{"northcentralus", "North Central US"},
	{"southcentralus", "South Central US"},
	{"westcentralus", "West Central US"},
	{"westus", "West US"},
	{"westus2", "West US 2"},
	{"westus3", "West US 3"},
	{"canadacentral", "Canada Central"},
	{"canadaeast", "Canada East"},
	{"mexicocentral", "Mexico Central"},
	{"brazilsouth", "Brazil South"},
	{"brazilsoutheast", "Brazil Southeast"},
	{"chilecentral", "Chile Central"},

	{"northeurope", "North Europe"},
	{"westeurope", "West Europe"},
	{"austriaeast", "Austria East"},
	{"belgiumcentral", "Belgium Central"},
	{"denmarkeast", "Denmark East"},
	{"francecentral", "France Central"},
	{"francesouth", "France South"},
	{"germanynorth", "Germany North"},
	{"germanywestcentral", "Germany West Central"},
	{"italynorth", "Italy North"},
	{"norwayeast", "Norway East"},
	{"norwaywest", "Norway West"},
	{"polandcentral", "Poland Central"},
	{"spaincentral", "Spain Central"},
	{"swedencentral", "Sweden Central"},
	{"swedensouth", "Sweden South"},
	{"switzerlandnorth", "Switzerland North"},
	{"switzerlandwest", "Switzerland West"},
	{"uksouth", "UK South"},
	{"ukwest", "UK West"},

	{"israelcentral", "Israel Central"},
	{"qatarcentral", "Qatar Central"},
	{"uaecentral", "UAE Central"},
	{"uaenorth", "UAE North"},
	{"southafricanorth", "South Africa North"},
	{"southafricawest", "South Africa West"},

	{"eastasia", "East Asia"},
	{"southeastasia", "Southeast Asia"},
	{"australiacentral", "Australia Central"},
	{"australiacentral2", "Australia Central 2"},
	{"australiaeast", "Australia East"},
	{"australiasoutheast", "Australia Southeast"},
	{"centralindia", "Central India"},
	{"southindia", "South India"},
	{"westindia", "West India"},
	{"jioindiacentral", "Jio India Central"},
	{"jioindiawest", "Jio India West"},
	{"indonesiacentral", "Indonesia Central"},
	{"japaneast", "Japan East"},
	{"japanwest", "Japan West"},
	{"koreacentral", "Korea Central"},
	{"koreasouth", "Korea South"},
	{"malaysiawest", "Malaysia West"},
	{"newzealandnorth", "New Zealand North"},
	{"taiwannorth", "Taiwan North"},
	{"taiwannorthwest", "Taiwan Northwest"},

	{"chinaeast", "China East"},
	{"chinaeast2", "China East 2"},
	{"chinaeast3", "China East 3"},
	{"chinanorth", "China North"},
	{"chinanorth2", "China North 2"},
	{"chinanorth3", "China North 3"},

	{"usdodcentral", "US DoD Central"},
	{"usdodeast", "US DoD East"},
	{"usgovarizona", "US Gov Arizona"},
	{"usgoviowa", "US Gov Iowa"},
	{"usgovtexas", "US Gov Texas"},
	{"usgovvirginia", "US Gov Virginia"},
}

// Regions returns the regions that are known here.
func Regions() []Region { return slices.Clone(regions) }

// IsKnownRegion reports whether a location is one of [Regions], by its name or
// its display name.
func IsKnownRegion(location string) bool {
	return slices.ContainsFunc(regions, func(region Region) bool { return SameLocation(location, region.Name) })
}

// NearestRegions returns the regions that may have been meant by a location that
// is none of [Regions], three at the most, the nearest first.
func NearestRegions(location string) []Region {
	const most = 3
	distances := map[string]int{}
	var nearest []Region
	for _, region := range regions {
		if distance, ok := Near(FoldLocation(location), FoldLocation(region.Name)); ok {
			nearest, distances[region.Name] = append(nearest, region), distance
		}
	}
	slices.SortStableFunc(nearest, func(a, b Region) int { return distances[a.Name] - distances[b.Name] })
	return nearest[:min(most, len(nearest))]
}
