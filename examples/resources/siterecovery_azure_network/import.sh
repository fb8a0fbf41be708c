# The id is the ARM id of the virtual network, in any case of its letters.
terraform import siterecovery_azure_network.production /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production
